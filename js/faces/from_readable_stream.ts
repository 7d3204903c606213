import { type ChunkSource, chunkSource } from '../connection/chunk_source.js';
import type { EventSourceInit } from './event_source_init.js';

/** What makes an `EventSource` one over a stream; the proposal gives its constructor no way to say so. */
const sources = new WeakMap<EventSourceInit, ChunkSource>();

/** @throws TypeError for what is no `ReadableStream`, and for one that somebody else reads */
export function initOverStream(stream: ReadableStream<Uint8Array>): EventSourceInit {
  if (typeof stream !== 'object' || (stream as unknown) === null || !('getReader' in stream)) {
    throw new TypeError(
      "Failed to execute 'fromReadableStream' on 'EventSource': the argument must be a ReadableStream",
    );
  }
  const init = {};
  sources.set(init, chunkSource(stream));
  return init;
}

export function streamBehind(init: EventSourceInit): ChunkSource | undefined {
  return sources.get(init);
}
