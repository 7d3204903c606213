import type { EventSourceError } from '../errors/event_source_error.js';
import { ConnectionError } from '../errors/connection_error.js';
import { type Chunks, type ChunkSource, chunkSource } from './chunk_source.js';
import type { Gate } from './gate.js';
import type { IdleWatch } from './idle_watch.js';

export interface BodyReading {
  readonly signal: AbortSignal;
  /** Nothing is read while it is closed. */
  readonly gate: Gate;
  readonly idleWatch: IdleWatch | undefined;
  /** Deals with a chunk; the next one is read when that is done. A failure ends the reading. */
  readonly take: (chunk: Uint8Array) => EventSourceError | undefined | Promise<EventSourceError | undefined>;
}

/** Under this name a body may have a way of its own to be read, without the promises of a web stream. */
export const readDirectly = Symbol('readDirectly');

export interface DirectBody {
  [readDirectly](reading: BodyReading): Promise<EventSourceError | undefined>;
}

/** Reads a body to its end, one chunk at a time: who is slow to take them stops the reads, and with them the socket. */
export function readBody(body: unknown, reading: BodyReading): Promise<EventSourceError | undefined> {
  const direct = body as (Partial<DirectBody> & { readonly locked?: boolean }) | null | undefined;
  if (direct?.[readDirectly] === undefined || direct.locked === true) return readChunks(body, reading);
  return direct[readDirectly](reading);
}

async function readChunks(
  body: unknown,
  { signal, gate, idleWatch, take }: BodyReading,
): Promise<EventSourceError | undefined> {
  const source = openBody(body);
  // A `fetch` that is not the platform's may not know the signal.
  const cancel = (): void => {
    void source.cancel(signal.reason);
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      if (gate.closed !== undefined) await gate.closed;
      idleWatch?.reading();
      const { done, value } = await source.read();
      idleWatch?.resting();
      if (done === true || signal.aborted) return undefined;
      const failure = await take(typeof value === 'string' ? encoder.encode(value) : value);
      if (failure !== undefined) return failure;
    }
  } finally {
    idleWatch?.stop();
    signal.removeEventListener('abort', cancel);
    // Without effect on a body that has come to its end.
    cancel();
  }
}

const encoder = new TextEncoder();

/** Some implementations of `fetch` have no web streams: their bodies are streams of Node, or missing. */
function openBody(body: unknown): ChunkSource {
  try {
    return chunkSource((body ?? []) as Chunks);
  } catch (cause) {
    throw new ConnectionError('ERR_SSE_REQUEST', 'The fetch option gave an answer whose body is no stream of bytes', {
      cause,
    });
  }
}
