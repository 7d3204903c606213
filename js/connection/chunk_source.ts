/** A stream of chunks that is pulled, whatever it is made of. */
export interface ChunkSource {
  read(): Promise<IteratorResult<Uint8Array | string, unknown>>;
  /** Nothing more is wanted. Never rejects: what goes wrong with a stream that nobody wants concerns nobody. */
  cancel(reason?: unknown): Promise<void>;
  /** The stream has ended or failed by itself: whoever gave it may have it back. */
  release(): void;
}

export type Chunks =
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | Uint8Array
  | string;

/** @throws TypeError for what is no stream, and for a stream that somebody else reads */
export function chunkSource(chunks: Chunks): ChunkSource {
  if (typeof chunks === 'string' || chunks instanceof Uint8Array) return iteratorSource([chunks].values());
  if (typeof chunks === 'object' && (chunks as unknown) !== null) {
    // First, because a stream may be an async iterable as well, which would not let go of a read under way.
    if ('getReader' in chunks) return readerSource(chunks.getReader());
    if (Symbol.asyncIterator in chunks) return iteratorSource(chunks[Symbol.asyncIterator](), destroyOf(chunks));
    if (Symbol.iterator in chunks) return iteratorSource(chunks[Symbol.iterator]());
  }
  throw new TypeError('An event stream must be a Response, a ReadableStream, or an iterable of bytes or strings');
}

function readerSource(reader: ReadableStreamDefaultReader<Uint8Array | string>): ChunkSource {
  return {
    read: () => reader.read(),
    async cancel(reason) {
      // A read under way is answered by it.
      const cancelled = reader.cancel(reason).catch(() => undefined);
      reader.releaseLock();
      await cancelled;
    },
    release() {
      reader.releaseLock();
    },
  };
}

type AnyIterator = AsyncIterator<Uint8Array | string, unknown> | Iterator<Uint8Array | string, unknown>;

function iteratorSource(iterator: AnyIterator, destroy?: () => void): ChunkSource {
  let isReading = false;
  return {
    async read() {
      isReading = true;
      try {
        return await iterator.next();
      } finally {
        isReading = false;
      }
    },
    async cancel() {
      try {
        // A generator that waits for its own source would not be told before that has come.
        if (isReading) destroy?.();
        const returned = iterator.return?.();
        if (isReading) void Promise.resolve(returned).catch(() => undefined);
        else await returned;
      } catch {
        // See above.
      }
    },
    release: () => undefined,
  };
}

/** A stream of Node, waited for, ends when it is destroyed. */
function destroyOf(chunks: object): (() => void) | undefined {
  if (!('destroy' in chunks) || typeof chunks.destroy !== 'function') return undefined;
  const { destroy } = chunks;
  return () => {
    Reflect.apply(destroy, chunks, []);
  };
}
