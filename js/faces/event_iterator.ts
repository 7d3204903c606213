import type { Handling } from './commit_order.js';
import { EventQueue, type Overflow } from './event_queue.js';

interface Queued<Event> {
  readonly event: Event;
  readonly handling: Handling | undefined;
}

/** How a stream ended, for who reads it: nothing more, or an exception. */
export type Ending = { readonly thrown: false } | { readonly thrown: true; readonly reason: unknown };

type Result<Event> = IteratorResult<Event, undefined>;

/** The events of a stream, for `for await`. What one loop is at work on counts as handled when it asks for the next. */
export class EventIterator<Event> implements AsyncIterableIterator<Event, undefined, undefined> {
  readonly #queue: EventQueue<Queued<Event>>;
  readonly #returned: (iterator: EventIterator<Event>) => void;
  readonly #readers: { resolve: (result: Result<Event>) => void; reject: (reason: unknown) => void }[] = [];
  #current: Handling | undefined;
  #ending: Ending | undefined;

  /** @param returned called when the consumer wants no more */
  constructor(limit: number, overflow: Overflow, returned: (iterator: EventIterator<Event>) => void) {
    this.#queue = new EventQueue(limit, overflow, ({ handling }) => handling?.release(true));
    this.#returned = returned;
  }

  /**
   * Hands over an event; a promise when there is no room for another.
   *
   * @throws QueueOverflowError
   */
  push(event: Event, handling: Handling | undefined): Promise<void> | undefined {
    handling?.hold();
    const reader = this.#readers.shift();
    if (reader === undefined) return this.#queue.push({ event, handling });
    this.#current = handling;
    reader.resolve({ done: false, value: event });
    return undefined;
  }

  /** What was handed over before can still be had, unless it is to be dropped. */
  end(ending: Ending, drop: boolean): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    if (drop) this.drop();
    for (const { resolve, reject } of this.#readers.splice(0)) this.#settle().then(resolve, reject);
  }

  drop(): void {
    this.#queue.clear();
  }

  next(): Promise<Result<Event>> {
    this.#current?.release(true);
    this.#current = undefined;
    const queued = this.#queue.shift();
    if (queued !== undefined) {
      this.#current = queued.handling;
      return Promise.resolve({ done: false, value: queued.event });
    }
    if (this.#ending !== undefined) return this.#settle();
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
    });
  }

  return(): Promise<Result<Event>> {
    this.end({ thrown: false }, true);
    this.#returned(this);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An exception is thrown once. */
  #settle(): Promise<Result<Event>> {
    const ending = this.#ending;
    this.#ending = { thrown: false };
    if (ending?.thrown !== true) return Promise.resolve({ done: true, value: undefined });
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason may be anything
    return Promise.reject(ending.reason);
  }
}
