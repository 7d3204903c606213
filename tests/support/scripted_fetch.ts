import type { Answer, RecordedRequest, Step } from './server_script.js';

/** A `fetch` without a network that plays the answers of the scripted server: for runs by the thousand. */
export class ScriptedFetch {
  readonly requests: RecordedRequest[] = [];
  /** Bytes that somebody read. */
  bytesRead = 0;
  readonly #answerTo: (index: number, request: RecordedRequest) => Answer;
  readonly #open = new Set<Exchange>();

  constructor(answerTo: (index: number, request: RecordedRequest) => Answer) {
    this.#answerTo = answerTo;
  }

  /** How many requests are being answered. */
  get openCount(): number {
    return this.#open.size;
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const { method = 'GET', signal } = init;
    const request: RecordedRequest = {
      origin: new URL(url).origin,
      method,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : '',
    };
    const answer = this.#answerTo(this.requests.length, request);
    this.requests.push(request);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      const exchange = new Exchange(answer, signal ?? undefined, {
        answered: resolve,
        failed: reject,
        read: (bytes) => {
          this.bytesRead += bytes;
        },
        over: () => {
          this.#open.delete(exchange);
        },
      });
      this.#open.add(exchange);
      exchange.begin();
    });
  };
}

interface ExchangeObserver {
  answered(response: Response): void;
  failed(error: Error): void;
  read(bytes: number): void;
  over(): void;
}

const encoder = new TextEncoder();
const withoutBody = new Set([204, 304]);

/** From a request to the end of its answer. */
class Exchange {
  readonly #answer: Answer;
  readonly #signal: AbortSignal | undefined;
  readonly #observer: ExchangeObserver;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(answer: Answer, signal: AbortSignal | undefined, observer: ExchangeObserver) {
    this.#answer = answer;
    this.#signal = signal;
    this.#observer = observer;
    signal?.addEventListener('abort', this.#abort, { once: true });
  }

  begin(): void {
    const { instead, status = 200 } = this.#answer;
    if (instead === 'silence') return;
    if (instead !== undefined) {
      this.#fail(new TypeError('fetch failed'));
      return;
    }
    const fields = Object.entries<string | null>({ 'content-type': 'text/event-stream', ...this.#answer.headers });
    const headers = fields.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));
    const body = withoutBody.has(status) ? null : this.#body();
    if (body === null) this.#end();
    this.#observer.answered(new Response(body, { status, headers }));
  }

  #body(): ReadableStream<Uint8Array> {
    const steps = (this.#answer.steps ?? []).values();
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: (controller) => {
          const next = steps.next();
          // Nothing more is said, and nothing is ended.
          if (next.done === true) return new Promise<void>(() => undefined);
          this.#perform(next.value, controller);
          return undefined;
        },
        cancel: () => {
          this.#end();
        },
      },
      { highWaterMark: 0 },
    );
  }

  #perform(step: Step, controller: ReadableStreamDefaultController<Uint8Array>): void {
    if ('write' in step || 'bytes' in step) {
      const chunk = 'write' in step ? encoder.encode(step.write) : new Uint8Array(step.bytes);
      this.#observer.read(chunk.length);
      controller.enqueue(chunk);
    } else if ('end' in step || 'cut' in step) {
      this.#end();
      controller.close();
    } else if ('destroy' in step || 'reset' in step) {
      this.#fail(new TypeError('terminated'));
    } else {
      throw new Error('Waiting is for a real server');
    }
  }

  readonly #abort = (): void => {
    this.#fail(this.#signal === undefined ? new Error('aborted') : reasonOf(this.#signal));
  };

  #fail(error: Error): void {
    this.#end();
    this.#observer.failed(error);
    this.#controller?.error(error);
  }

  #end(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#observer.over();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
