import type { IncomingMessage, ServerResponse } from 'node:http';

/** A stream of the numbers from 1, of which each is an event and its ID, and which resumes exactly. Every request is kept. */
export class NumberedStream {
  readonly path: string;
  /** What each request was, and from where it went on. */
  readonly requests: { readonly method: string; readonly lastEventId: string }[] = [];
  readonly #changed: () => void;
  readonly #responses = new Set<ServerResponse>();
  #published = 0;

  constructor(path: string, changed: () => void) {
    this.path = path;
    this.#changed = changed;
  }

  /** Requests that are being answered. */
  get open(): number {
    return this.#responses.size;
  }

  /** The IDs that requests went on from, empty for the beginning. */
  get resumedFrom(): string[] {
    return this.requests.map(({ lastEventId }) => lastEventId);
  }

  publish(count: number): void {
    const text = events(this.#published + 1, this.#published + count);
    this.#published += count;
    for (const response of this.#responses) response.write(text);
  }

  /** Sends a comment: Firefox lets go of some requests that were aborted when more comes. */
  nudge(): void {
    for (const response of this.#responses) response.write(':\n');
  }

  /** Ends what is open, as a server does that is restarted. */
  drop(): void {
    for (const response of this.#responses) response.end();
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const lastEventId = String(request.headers['last-event-id'] ?? '');
    this.requests.push({ method: request.method ?? '', lastEventId });
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`:\n${events(Number(lastEventId) + 1, this.#published)}`);
    this.#responses.add(response);
    response.on('close', () => {
      this.#responses.delete(response);
      this.#changed();
    });
    this.#changed();
  }
}

function events(first: number, last: number): string {
  let text = '';
  for (let number = first; number <= last; number++) text += `id: ${number}\ndata: ${number}\n\n`;
  return text;
}

/** The streams of a server, each with a path of its own. */
export class NumberedStreams {
  readonly #streams = new Map<string, NumberedStream>();
  readonly #waiting = new Set<() => void>();

  create(): NumberedStream {
    const stream = new NumberedStream(`/numbers/${this.#streams.size + 1}`, () => {
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      for (const resume of waiting) resume();
    });
    this.#streams.set(stream.path, stream);
    return stream;
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const stream = this.#streams.get(request.url ?? '');
    stream?.answer(request, response);
    return stream !== undefined;
  }

  /** Resolves when the condition holds; looked at after each request, and after the end of each. */
  async until(condition: () => boolean): Promise<void> {
    const nudges = setInterval(() => {
      for (const stream of this.#streams.values()) stream.nudge();
    }, 50).unref();
    try {
      while (!condition()) {
        await new Promise<void>((resolve) => {
          this.#waiting.add(resolve);
        });
      }
    } finally {
      clearInterval(nudges);
    }
  }
}
