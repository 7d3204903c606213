import { Alarm } from './alarm.js';
import { type CancelListener, Cancellation } from './cancellation.js';
import type { ChunkSource } from './chunk_source.js';
import { type Clock, platformClock } from './clock.js';

/** Milliseconds that the end of a body may take once its stream has come to its own. */
const longestWait = 250;

/** Bytes that there may be until then. */
const mostBytes = 4096;

/**
 * What follows the event that was the end of a stream: most often nothing, and in a moment the end of the body. RFC 9112, section 9.3: "a
 * client MUST read the entire response message body if it intends to reuse the same connection for a subsequent request." An answer that
 * is given up takes its connection with it, and the next request has to make another, with all of TCP and TLS.
 */
export class RestOfBody implements CancelListener {
  readonly #alarm: Alarm;
  readonly #cancellation: Cancellation;
  #bytes = 0;

  /** @param cancellation of the request; without effect on one whose answer has ended */
  constructor(clock: Clock, cancellation: Cancellation) {
    this.#alarm = new Alarm(clock);
    this.#cancellation = cancellation;
    this.#alarm.set(longestWait, () => {
      cancellation.cancel();
    });
    cancellation.listen(this);
  }

  /** Nobody wants these bytes. */
  take({ length }: Uint8Array | string): void {
    this.#bytes += length;
    if (this.#bytes > mostBytes) this.stop();
  }

  /** The body has ended, or is not to be waited for any longer. */
  stop(): void {
    this.#cancellation.cancel();
  }

  cancelled(): void {
    this.#alarm.clear();
  }
}

/** Reads what is left of an answer's body, and lets go of it. Never rejects: nobody wants it. */
export async function readRest(source: ChunkSource): Promise<void> {
  const cancellation = new Cancellation();
  cancellation.listen({ cancelled: () => void source.cancel() });
  const rest = new RestOfBody(platformClock, cancellation);
  try {
    for (let read = await source.read(); read.done !== true; read = await source.read()) rest.take(read.value);
  } catch {
    // It was given up, or broke off.
  }
  rest.stop();
}
