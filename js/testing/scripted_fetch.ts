import type { Fetch } from '../connection/transport.js';
import { toBytes } from './chunks.js';
import { Pause } from './pause.js';
import { RequestLog } from './request_log.js';
import {
  type Answer,
  type Fault,
  headFields,
  isFault,
  replyTo,
  type Script,
  type ScriptedRequest,
  type Step,
  stepsOf,
} from './script.js';

/** A `fetch` that plays a script, with an account of what it was asked. */
export interface ScriptedFetch extends Fetch {
  /** The requests that came. */
  readonly requests: readonly ScriptedRequest[];
  /** How many of them are being answered still: neither has their body ended nor has anybody given them up. */
  readonly openCount: number;
  /** Bytes of bodies that somebody has read. Nothing is made before it is read. */
  readonly bytesRead: number;
  /** Resolves with the requests when at least so many have come. */
  requested(count: number): Promise<readonly ScriptedRequest[]>;
  /** Resolves when none is being answered. */
  idle(): Promise<void>;
}

/**
 * Makes a `fetch` without a network that answers as the script says, to be given as the option `fetch`. It honours `signal`, and `redirect`
 * as Node's does.
 */
export function scriptedFetch(script: Script): ScriptedFetch {
  const log = new RequestLog();
  let bytesRead = 0;
  const read = (bytes: number): void => {
    bytesRead += bytes;
  };

  async function answer(url: string, init: RequestInit, redirects: number): Promise<Response> {
    init.signal?.throwIfAborted();
    const request = await toRequest(log.begin(), url, init);
    const exchange = new Exchange(init.signal ?? undefined, log, read);
    log.add(request);
    const response = await exchange.answer(replyTo(script, request));
    const location = response.headers.get('location');
    if (!redirectStatuses.has(response.status) || location === null || init.redirect === 'manual') {
      // One that was constructed does not know where it came from.
      return Object.defineProperties(response, { url: { value: url }, redirected: { value: redirects > 0 } });
    }
    await response.body?.cancel();
    if (init.redirect === 'error' || redirects === maxRedirects) throw new TypeError('fetch failed: redirected');
    return answer(new URL(location, url).href, followed(init, response.status), redirects + 1);
  }

  const scripted: Fetch = (input, init) => answer(input, init, 0);
  return Object.defineProperties(scripted, {
    requests: { value: log.requests },
    openCount: { get: () => log.openCount },
    bytesRead: { get: () => bytesRead },
    requested: { value: (count: number) => log.requested(count) },
    idle: { value: () => log.idle() },
  }) as ScriptedFetch;
}

/** Fetch standard, section 4.5 "HTTP-redirect fetch". */
const maxRedirects = 20;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** Fetch standard, section 2.2.3: "A null body status is a status that is 101, 103, 204, 205, or 304." */
const nullBodyStatuses = new Set([204, 205, 304]);

function followed(init: RequestInit, status: number): RequestInit {
  const { method = 'GET' } = init;
  const becomesGet = status === 303 ? method !== 'HEAD' : status < 303 && method.toUpperCase() === 'POST';
  return becomesGet ? { ...init, method: 'GET', body: null } : init;
}

async function toRequest(index: number, url: string, init: RequestInit): Promise<ScriptedRequest> {
  return {
    index,
    url,
    method: init.method ?? 'GET',
    headers: new Headers(init.headers),
    body: await new Response(init.body ?? null).text(),
  };
}

/** From a request to the end of its answer. */
class Exchange {
  readonly #signal: AbortSignal | undefined;
  readonly #log: RequestLog;
  readonly #read: (bytes: number) => void;
  /** Rejects when the client gives the request up. */
  readonly #aborted: Promise<never>;
  #abort: () => void = () => undefined;
  #isOver = false;

  constructor(signal: AbortSignal | undefined, log: RequestLog, read: (bytes: number) => void) {
    this.#signal = signal;
    this.#log = log;
    this.#read = read;
    this.#aborted = new Promise((_, reject) => {
      this.#abort = () => {
        this.#end();
        // Whatever it was aborted with is what `fetch` rejects with.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(signal?.reason);
      };
    });
    // Who reads is told; nobody may be reading.
    this.#aborted.catch(() => undefined);
    if (signal?.aborted === true) this.#abort();
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  async answer(coming: ReturnType<typeof replyTo>): Promise<Response> {
    try {
      const reply = await Promise.race([coming, this.#aborted]);
      if (isFault(reply)) return await this.#suffer(reply, 'fetch failed');
      return this.#respond(reply);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #respond(answer: Answer): Response {
    const { status = 200 } = answer;
    const isEmpty = answer.body === undefined || nullBodyStatuses.has(status);
    if (isEmpty) this.#end();
    return new Response(isEmpty ? null : this.#body(stepsOf(answer)), { status, headers: headFields(answer) });
  }

  #body(steps: AsyncGenerator<Step, void, undefined>): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#aborted.catch((error: unknown) => {
            controller.error(error);
            void steps.return();
          });
        },
        pull: async (controller) => {
          const chunk = await Promise.race([this.#nextChunk(steps), this.#aborted]);
          if (chunk !== undefined) {
            this.#read(chunk.length);
            controller.enqueue(chunk);
          } else {
            this.#end();
            controller.close();
          }
        },
        cancel: () => {
          this.#end();
          void steps.return();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Undefined at the end. */
  async #nextChunk(steps: AsyncGenerator<Step, void, undefined>): Promise<Uint8Array | undefined> {
    for (;;) {
      const { done, value: step } = await steps.next();
      if (done === true) return undefined;
      if (isFault(step)) return this.#suffer(step, 'terminated');
      if (step instanceof Pause) await step.reach();
      else return toBytes(step);
    }
  }

  /** With the messages of Node's `fetch`. */
  #suffer({ fault }: Fault, message: string): Promise<never> {
    if (fault === 'silence') return this.#aborted;
    this.#end();
    return Promise.reject(new TypeError(message));
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#log.ended();
  }
}
