import type { Fetch } from 'eventsource-wasm';
import { setImmediate } from 'node:timers/promises';

/** A request as the server sees it, and the stream that answers it. */
export class Exchange {
  readonly method: string;
  readonly lastEventId: string | null;
  readonly response: Response;
  /** The client has left. */
  gone = false;
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor({ method = 'GET', headers, signal }: RequestInit) {
    this.method = method;
    this.lastEventId = new Headers(headers).get('last-event-id');
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#body = controller;
      },
    });
    this.response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    signal?.addEventListener('abort', () => {
      if (this.gone) return;
      this.gone = true;
      this.#body?.error(signal.reason);
    });
  }

  /** Sends events with these IDs, and the IDs as data. */
  send(...ids: readonly number[]): void {
    this.write(ids.map((id) => `id: ${id}\ndata: ${id}\n\n`).join(''));
  }

  write(text: string): void {
    this.#body?.enqueue(new TextEncoder().encode(text));
  }

  /** The connection breaks. */
  lose(): void {
    this.gone = true;
    this.#body?.error(new TypeError('lost'));
  }
}

/** Counts requests, and answers each with a stream that a test writes. */
export class FakeServer {
  readonly exchanges: Exchange[] = [];

  readonly fetch: Fetch = (_, init) => {
    const exchange = new Exchange(init);
    this.exchanges.push(exchange);
    return Promise.resolve(exchange.response);
  };

  /** What each request asked to resume from. */
  get resumedFrom(): (string | null)[] {
    return this.exchanges.map(({ lastEventId }) => lastEventId);
  }

  get open(): number {
    return this.exchanges.filter(({ gone }) => !gone).length;
  }

  get last(): Exchange {
    const last = this.exchanges.at(-1);
    if (last === undefined) throw new Error('No request has come');
    return last;
  }
}

/** All that was begun without time passing has come to its end. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await setImmediate();
}
