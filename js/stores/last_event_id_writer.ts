import type { EventSourceError } from '../errors/event_source_error.js';
import type { LastEventIdStore } from './last_event_id_store.js';
export class LastEventIdWriter {
  constructor(
    readonly store: LastEventIdStore,
    readonly key: string,
    readonly onError: (error: EventSourceError) => void,
  ) {}
  commit(lastEventId: string): void {
    void this.store.set(this.key, lastEventId);
  }
}
export async function readLastEventId(store: LastEventIdStore, key: string): Promise<string> {
  return (await store.get(key)) ?? '';
}
