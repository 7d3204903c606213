/**
 * Where the last event ID of each stream is kept. Methods may be sync or async; what `get` and `set` throw becomes a `StoreError`. Of
 * one stream, one `set` is under way at a time.
 */
export interface LastEventIdStore {
  /** The ID that was set last; undefined, null or empty when there is none. */
  get(key: string): string | undefined | null | Promise<string | undefined | null>;
  /** An empty ID means that the stream is to begin anew. */
  set(key: string, lastEventId: string): void | Promise<void>;
  /** For programs that want a stream forgotten; a connection does not call it. */
  delete?(key: string): void | Promise<void>;
}
