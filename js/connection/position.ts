import type { StoreError } from '../errors/store_error.js';
import type { ItemStream } from '../parser/item_stream.js';
import { LastEventIdWriter, readLastEventId } from '../stores/last_event_id_writer.js';
import type { ConnectionSettings } from './connection_settings.js';

type Settings = Pick<ConnectionSettings, 'store' | 'storeKey' | 'initialLastEventId'>;

/** How far a stream has come, here and in the store. */
export class Position {
  /** [spec] The last event ID string, as of the event dispatched last. */
  lastEventId: string;
  readonly #settings: Settings;
  readonly #key: string;
  readonly #writer: LastEventIdWriter | undefined;
  #isRead = false;

  /** @param url the key in the store, unless another is given */
  constructor(settings: Settings, url: string, failed: (error: StoreError) => void) {
    const { store, storeKey = url, initialLastEventId } = settings;
    this.#settings = settings;
    this.#key = storeKey;
    this.lastEventId = initialLastEventId;
    if (store !== undefined) this.#writer = new LastEventIdWriter(store, storeKey, failed);
  }

  get isResumable(): boolean {
    return this.lastEventId !== '';
  }

  /**
   * Goes back to what is in the store, once for each `forget`.
   *
   * @throws StoreError
   */
  async read(): Promise<void> {
    const { store } = this.#settings;
    if (store === undefined || this.#isRead) return;
    // What is being written must not be missed.
    await this.#writer?.flush();
    const stored = await readLastEventId(store, this.#key);
    if (stored !== '') this.lastEventId = stored;
    this.#isRead = true;
  }

  /** With a store, what is in it counts the next time, also if that is nothing. */
  forget(): void {
    this.#isRead = false;
    if (this.#settings.store !== undefined) this.lastEventId = this.#settings.initialLastEventId;
  }

  /** The parser may be ahead of what was delivered, or not have begun. */
  applyTo(stream: ItemStream): void {
    stream.lastEventId = this.lastEventId;
  }

  commit(lastEventId: string): void {
    this.#writer?.commit(lastEventId);
  }
}
