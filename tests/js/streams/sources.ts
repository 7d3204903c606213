export type Chunk = Uint8Array | string;

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** A stream that tells what its reader did. */
export interface WatchedStream<T extends Chunk> {
  readonly stream: ReadableStream<T>;
  /** Chunks that were asked for. */
  pulled: number;
  isCancelled: boolean;
  /** Waits until it is cancelled, and says why it was. */
  readonly cancelled: Promise<unknown>;
}

/** A stream of these chunks, each made when it is asked for; then it ends, fails with the error, or stays open. */
export function watchedStream<T extends Chunk>(
  chunks: Iterable<T>,
  end: 'ends' | 'stays open' | Error = 'ends',
): WatchedStream<T> {
  const iterator = chunks[Symbol.iterator]();
  let tellCancelled: (reason: unknown) => void;
  const cancelled = new Promise<unknown>((resolve) => {
    tellCancelled = resolve;
  });
  const stream = new ReadableStream<T>(
    {
      pull(controller) {
        const next = iterator.next();
        if (next.done !== true) {
          watched.pulled++;
          controller.enqueue(next.value);
        } else if (end === 'ends') {
          controller.close();
        } else if (end === 'stays open') {
          return new Promise<void>(() => undefined);
        } else {
          controller.error(end);
        }
        return undefined;
      },
      cancel(reason) {
        watched.isCancelled = true;
        tellCancelled(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const watched = { stream, pulled: 0, isCancelled: false, cancelled };
  return watched;
}

export function streamOf<T extends Chunk>(...chunks: T[]): ReadableStream<T> {
  return watchedStream(chunks).stream;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
