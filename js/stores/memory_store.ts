import type { LastEventIdStore } from './last_event_id_store.js';

/** Keeps last event IDs for as long as the program runs: a stream that is opened again goes on where its handlers were. */
export class MemoryStore implements LastEventIdStore {
  readonly #lastEventIds = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#lastEventIds.get(key);
  }

  set(key: string, lastEventId: string): void {
    this.#lastEventIds.set(key, lastEventId);
  }

  delete(key: string): void {
    this.#lastEventIds.delete(key);
  }
}
