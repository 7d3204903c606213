import { StoreError } from '../errors/store_error.js';
import type { LastEventIdStore } from './last_event_id_store.js';

/**
 * What to begin with; empty when nothing is kept.
 *
 * @throws StoreError
 */
export async function readLastEventId(store: LastEventIdStore, key: string): Promise<string> {
  try {
    return (await store.get(key)) ?? '';
  } catch (cause) {
    throw new StoreError('get', key, cause);
  }
}

/** Writes the last event IDs of one stream to a store, one at a time and in order; of those that come while it writes, the latest. */
export class LastEventIdWriter {
  readonly #store: LastEventIdStore;
  readonly #key: string;
  readonly #onError: (error: StoreError) => void;
  #written: string | undefined;
  #next: string | undefined;
  #isWriting = false;
  #writing: Promise<void> | undefined;

  /** @param onError must not throw. What could not be written is not tried again: the next ID is to follow, and is the better one. */
  constructor(store: LastEventIdStore, key: string, onError: (error: StoreError) => void) {
    this.#store = store;
    this.#key = key;
    this.#onError = onError;
  }

  commit(lastEventId: string): void {
    this.#next = lastEventId;
    if (!this.#isWriting) this.#writing = this.#write();
  }

  /** Fulfilled when the ID that was committed last is written, or has failed to be. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#next !== undefined) {
      const lastEventId = this.#next;
      this.#next = undefined;
      if (lastEventId === this.#written) continue;
      try {
        await this.#store.set(this.#key, lastEventId);
        this.#written = lastEventId;
      } catch (cause) {
        this.#written = undefined;
        this.#onError(new StoreError('set', this.#key, cause));
      }
    }
    this.#isWriting = false;
  }
}
