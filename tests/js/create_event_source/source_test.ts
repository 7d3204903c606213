import { after, before, test } from 'node:test';
import {
  type ClientEventSource,
  createEventSource,
  type EventMap,
  type EventSourceOptions,
  type SourceEvent,
} from 'eventsource-wasm';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';

/** What a test of `createEventSource` gets: a server that does what a script says, and sources that are closed afterwards. */
export class SourceContext {
  readonly server: ServerClient;
  readonly #sources: { close(): void }[] = [];

  constructor(server: ServerClient) {
    this.server = server;
  }

  open<Events extends EventMap = Record<string, string>>(
    url: string,
    options: Omit<EventSourceOptions<Events>, 'url'> = {},
  ): ClientEventSource<Events> {
    const quick = { reconnectionTime: 1, backoff: 0 };
    const source = createEventSource<Events>({ reconnect: quick, ...options, url });
    this.#sources.push(source);
    return source;
  }

  async end(): Promise<void> {
    for (const source of this.#sources) source.close();
    await this.server.finish();
  }
}

/** Like `test`, for the tests of a file: they share a server. Fails also for a rejection that nobody handles. */
export function sourceTests(): (name: string, run: (context: SourceContext) => Promise<void>) => void {
  let server: TestServer;
  let client: ServerClient;

  before(async () => {
    server = await startServer();
    client = await ServerClient.connect(server.origin);
  });
  after(() => server.close());

  return (name, run) => {
    test(name, { timeout: 20_000 }, async () => {
      const context = new SourceContext(client);
      try {
        await run(context);
      } finally {
        await context.end();
      }
    });
  };
}

/** A promise, and what settles it. */
export class Signal<T = void> {
  readonly promise: Promise<T>;
  fire: (value: T) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.fire = resolve;
    });
  }
}

/** Keeps what comes, and waits for so many. */
export class Log<T> {
  readonly entries: T[] = [];
  readonly #waiting = new Set<() => void>();

  readonly add = (entry: T): void => {
    this.entries.push(entry);
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  };

  async of(count: number): Promise<T[]> {
    while (this.entries.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
    return this.entries;
  }
}

/** So many events `data: 1`, `data: 2`, each with its number as its ID. */
export function numbered(count: number, first = 1): string {
  return Array.from({ length: count }, (_, index) => `id: ${first + index}\ndata: ${first + index}\n\n`).join('');
}

export async function dataOf(source: AsyncIterable<SourceEvent>, count = Infinity): Promise<unknown[]> {
  const data: unknown[] = [];
  if (count === 0) return data;
  for await (const event of source) {
    data.push(event.data);
    if (data.length === count) break;
  }
  return data;
}
