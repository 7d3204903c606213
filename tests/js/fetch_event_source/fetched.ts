import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type EventSourceMessage,
  fetchEventSource,
  type FetchEventSourceInit,
} from 'eventsource-wasm/fetch-event-source';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { VirtualClock } from '../../support/virtual_clock.js';

/** How the promise was settled. */
export type Outcome = { readonly fulfilled: true } | { readonly fulfilled: false; readonly reason: unknown };

/** One call of `fetchEventSource`, and what it called back. */
export class Fetched {
  /** `open 200`, `message <data>`, `close` and `error <message>`, in order. */
  readonly calls: string[] = [];
  readonly messages: EventSourceMessage[] = [];
  readonly errors: unknown[] = [];
  readonly abort = new AbortController();
  readonly outcome: Promise<Outcome>;
  #wake: () => void = () => undefined;

  constructor(input: RequestInfo | URL, { onopen, onmessage, onclose, onerror, ...init }: FetchEventSourceInit) {
    const tell = (call: string): void => {
      this.calls.push(call);
      this.#wake();
    };
    const callbacks: FetchEventSourceInit = {
      onmessage: (message) => {
        this.messages.push(message);
        tell(`message ${message.data}`);
        return onmessage?.(message);
      },
      onclose: () => {
        tell('close');
        return onclose?.();
      },
    };
    if (onopen !== undefined) {
      callbacks.onopen = (response) => {
        tell(`open ${response.status}`);
        return onopen(response);
      };
    }
    if (onerror !== undefined) {
      callbacks.onerror = (error) => {
        this.errors.push(error);
        tell(`error ${error.message}`);
        return onerror(error);
      };
    }
    const promise = fetchEventSource(input, { signal: this.abort.signal, page: false, ...init, ...callbacks });
    this.outcome = promise.then(
      (value) => {
        assert.equal(value, undefined);
        return { fulfilled: true };
      },
      (reason: unknown) => ({ fulfilled: false, reason }),
    );
  }

  /** Resolves when so many callbacks have been called. */
  async called(count: number): Promise<void> {
    while (this.calls.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** What the promise is rejected with. */
  async rejection(): Promise<unknown> {
    const outcome = await this.outcome;
    assert.ok(!outcome.fulfilled, 'the promise is rejected');
    return outcome.reason;
  }

  async fulfilment(): Promise<void> {
    const outcome = await this.outcome;
    if (!outcome.fulfilled) throw outcome.reason;
  }
}

/** What a test gets: a server with faults, a clock that stands still, and calls that are aborted afterwards. */
export class FetchContext {
  readonly clock = new VirtualClock();
  readonly server: ServerClient;
  readonly #fetched: Fetched[] = [];

  constructor(server: ServerClient) {
    this.server = server;
  }

  readonly fetch = (input: RequestInfo | URL, init: FetchEventSourceInit = {}): Fetched => {
    const fetched = new Fetched(input, { clock: this.clock, ...init });
    this.#fetched.push(fetched);
    return fetched;
  };

  async end(): Promise<void> {
    for (const { abort } of this.#fetched) abort.abort();
    await this.server.finish();
    assert.deepEqual(this.clock.timers, [], 'timers that are set when all is over');
  }
}

/** Like `test`, for the tests of a file: they share a server. */
export function fetchTests(): (name: string, run: (context: FetchContext) => Promise<void>) => void {
  let server: TestServer;
  let client: ServerClient;

  before(async () => {
    server = await startServer();
    client = await ServerClient.connect(server.origin);
  });
  after(() => server.close());

  return (name, run) => {
    test(name, { timeout: 20_000 }, async () => {
      const context = new FetchContext(client);
      try {
        await run(context);
      } finally {
        await context.end();
      }
    });
  };
}
