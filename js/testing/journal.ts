import { event, type EventFields } from './event_text.js';
import type { Answer, Reply, Step } from './script.js';

export interface JournalReply {
  /** So many events, and then what `then` says; all there are, and those that are appended later, unless given. */
  readonly count?: number | undefined;
  /** What comes after `count` events; the end of the body unless given. */
  readonly then?: Step | undefined;
  /** Events that the client gets again although it has them: for servers that resume at least once, and not exactly. 0 by default. */
  readonly overlap?: number | undefined;
  /** The reconnection time to begin with, in milliseconds. */
  readonly retry?: number | undefined;
}

/** A server that loses nothing: events numbered from 1, of which a client gets those after the one that its `Last-Event-ID` names. */
export class Journal {
  readonly #events: string[] = [];
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  constructor(...events: readonly EventFields[]) {
    for (const fields of events) this.append(fields);
  }

  /** The ID of the last event. */
  get lastEventId(): string {
    return String(this.#events.length);
  }

  /** Adds an event, which goes out to the clients that are there. Its ID is its number. */
  append(fields: Omit<EventFields, 'id'>): string {
    const id = String(this.#events.length + 1);
    this.#events.push(event({ ...fields, id }));
    this.#wake();
    return id;
  }

  /** No more will come: answers end when their clients have everything, and who has everything is answered with 204. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** A reply for a script. */
  reply(options: JournalReply = {}): Reply {
    return ({ headers }): Answer => {
      const seen = this.#seen(headers.get('last-event-id'));
      if (this.#isOver && seen === this.#events.length) return { status: 204, headers: { 'content-type': null } };
      return { body: this.#body(seen, options) };
    };
  }

  /** Who names an event that was never there gets everything. */
  #seen(lastEventId: string | null): number {
    const seen = lastEventId !== null && /^[1-9][0-9]*$/.test(lastEventId) ? Number(lastEventId) : 0;
    return seen <= this.#events.length ? seen : 0;
  }

  async *#body(seen: number, { count = Infinity, then, overlap = 0, retry }: JournalReply): AsyncGenerator<Step> {
    if (retry !== undefined) yield event({ retry });
    const begin = Math.max(0, seen - overlap);
    for (let index = begin; index - begin < count; index++) {
      while (index === this.#events.length && !this.#isOver) await this.#more();
      const text = this.#events[index];
      if (text === undefined) return;
      yield text;
    }
    if (then !== undefined) yield then;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
    });
  }

  #wake(): void {
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  }
}
