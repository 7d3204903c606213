import type { LastEventIdStore } from './last_event_id_store.js';

/**
 * Keeps last event IDs in `localStorage`, or another `Storage`, as an item for each stream. All pages of an origin share it: pages that
 * follow the same stream each for itself need a prefix each, or `sessionStorage`.
 */
export class WebStorageStore implements LastEventIdStore {
  readonly #storage: Storage | undefined;
  readonly #prefix: string;

  /**
   * @param storage `localStorage` by default, which is not touched before it is needed: a page may be forbidden to
   * @param prefix what the names of its items begin with
   */
  constructor(storage?: Storage, prefix = 'eventsource-wasm:') {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  /** @throws DOMException named SecurityError when the page may not store anything */
  get(key: string): string | null {
    return this.#items().getItem(this.#prefix + key);
  }

  /** @throws DOMException named SecurityError, or QuotaExceededError when there is no room left */
  set(key: string, lastEventId: string): void {
    this.#items().setItem(this.#prefix + key, lastEventId);
  }

  /** @throws DOMException named SecurityError when the page may not store anything */
  delete(key: string): void {
    this.#items().removeItem(this.#prefix + key);
  }

  #items(): Storage {
    if (this.#storage !== undefined) return this.#storage;
    const { localStorage } = globalThis as { localStorage?: Storage };
    if (localStorage === undefined) {
      throw new Error('There is no localStorage here; give the store a Storage, or use another store');
    }
    return localStorage;
  }
}
