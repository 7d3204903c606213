import type { EventSourceError } from '../errors/event_source_error.js';
import { ConnectionError } from '../errors/connection_error.js';
import type { Cancellation } from './cancellation.js';
import { type Chunks, type ChunkSource, chunkSource } from './chunk_source.js';
import type { Gate } from './gate.js';
import type { IdleWatch } from './idle_watch.js';
import { readUndiciBody } from './runtime.js';

export interface BodyReading {
  readonly cancellation: Cancellation;
  /** Nothing is read while it is closed. */
  readonly gate: Gate;
  readonly idleWatch: IdleWatch | undefined;
  /**
   * Deals with a chunk, whose bytes are not for keeping; the next one is read when that is done. A failure ends the reading.
   */
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
  if (direct === null || direct === undefined || direct.locked === true) return readChunks(body, reading);
  return direct[readDirectly]?.(reading) ?? readUndiciBody(direct, reading) ?? readChunks(body, reading);
}

function readChunks(
  body: unknown,
  { cancellation, gate, idleWatch, take }: BodyReading,
): Promise<EventSourceError | undefined> {
  // Callbacks, because for a chunk of one event a function that awaits would cost as much as what is done with it.
  return new Promise((resolve, reject) => {
    const source = openBody(body);
    // A `fetch` that is not the platform's may not know the signal.
    const cancel = (): void => {
      void source.cancel(cancellation.reason);
    };
    const listener = { cancelled: cancel };
    const stop = (): void => {
      idleWatch?.stop();
      cancellation.ignore(listener);
      // Without effect on a body that has come to its end.
      cancel();
    };
    const fail = (error: Error): void => {
      stop();
      reject(error);
    };
    const read = (): void => {
      if (gate.closed !== undefined) {
        void gate.closed.then(read);
        return;
      }
      idleWatch?.reading();
      source.read().then(receive, fail);
    };
    const goOn = (failure: EventSourceError | undefined): void => {
      if (failure === undefined) {
        read();
        return;
      }
      stop();
      resolve(failure);
    };
    const receive = ({ done, value }: IteratorResult<Uint8Array | string, unknown>): void => {
      idleWatch?.resting();
      if (done === true || cancellation.isCancelled) {
        stop();
        resolve(undefined);
        return;
      }
      try {
        const taken = take(typeof value === 'string' ? encoder.encode(value) : value);
        if (taken instanceof Promise) taken.then(goOn, fail);
        else goOn(taken);
      } catch (error) {
        fail(error as Error);
      }
    };
    if (cancellation.isCancelled) cancel();
    else cancellation.listen(listener);
    read();
  });
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
