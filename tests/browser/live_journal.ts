import type { IncomingMessage, ServerResponse } from 'node:http';

/** Milliseconds between two events of a flow. */
const interval = 2;

/** Numbered events for any number of connections; one that names the last it got has all that came after it. */
export class LiveJournal {
  /** The tab of each request, as its `x-tab` field names it. */
  readonly requests: string[] = [];
  #count = 0;
  #flow: NodeJS.Timeout | undefined;
  readonly #connections = new Map<ServerResponse, string>();
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  /** Who is connected. */
  get tabs(): string[] {
    return [...this.#connections.values()];
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const tab = String(request.headers['x-tab']);
    this.requests.push(tab);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const seen = Number(request.headers['last-event-id'] ?? 0);
    response.write(': here\n\n');
    for (let number = seen + 1; number <= this.#count; number++) response.write(eventOf(number));
    this.#connections.set(response, tab);
    response.on('close', () => {
      this.#connections.delete(response);
      this.#changed();
    });
    this.#changed();
  }

  send(count: number): void {
    for (let sent = 0; sent < count; sent++) {
      this.#count++;
      for (const connection of this.#connections.keys()) connection.write(eventOf(this.#count));
    }
  }

  /** Events come on and on, whatever becomes of the tabs. */
  startFlow(): void {
    this.#flow = setInterval(() => {
      this.send(1);
    }, interval);
  }

  /** The number of the last event. */
  stopFlow(): number {
    clearInterval(this.#flow);
    return this.#count;
  }

  /** Resolves when the connections are what the condition wants. */
  async until(condition: (tabs: string[]) => boolean): Promise<void> {
    while (!condition(this.tabs)) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  #changed(): void {
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }
}

function eventOf(number: number): string {
  return `id: ${number}\ndata: ${number}\n\n`;
}
