import type { Handling } from './commit_order.js';
import type { Delivery } from './delivery.js';
import { EventQueue, type Overflow } from './event_queue.js';
import type { SourceEvent } from './event_source_options.js';

/** How a stream ended, for who reads it: nothing more, or an exception. */
export type Ending = { readonly thrown: false } | { readonly thrown: true; readonly reason: unknown };

type Result = IteratorResult<SourceEvent, undefined>;

/** The events of a stream, for `for await`. What one loop is at work on counts as handled when it asks for the next. */
export class EventIterator implements AsyncIterableIterator<SourceEvent, undefined, undefined> {
  readonly #queue: EventQueue<Delivery>;
  readonly #returned: (iterator: EventIterator) => void;
  readonly #readers: { resolve: (result: Result) => void; reject: (reason: unknown) => void }[] = [];
  #current: Handling | undefined;
  #ending: Ending | undefined;

  /** @param returned called when the consumer wants no more */
  constructor(limit: number, overflow: Overflow, returned: (iterator: EventIterator) => void) {
    this.#queue = new EventQueue(limit, overflow, ({ handling }) => handling?.release(true));
    this.#returned = returned;
  }

  /**
   * Hands over an event; a promise when there is no room for another.
   *
   * @throws QueueOverflowError
   */
  push(delivery: Delivery): Promise<void> | undefined {
    const { event, handling } = delivery;
    handling?.hold();
    const reader = this.#readers.length > 0 ? this.#readers.shift() : undefined;
    if (reader === undefined) return this.#queue.push(delivery);
    this.#begin(handling);
    reader.resolve({ done: false, value: event });
    return undefined;
  }

  /** What was handed over before can still be had. */
  end(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    for (const { resolve, reject } of this.#readers.splice(0)) this.#settle().then(resolve, reject);
  }

  /** Forgets what waits, and says what had waited longest. */
  drop(): Delivery | undefined {
    return this.#queue.clear();
  }

  next(): Promise<Result> {
    this.#begin(undefined);
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

  /** The event that the loop is at work on does not count as handled: an exception leaves a loop by the same way as `break`. */
  return(): Promise<Result> {
    this.#returned(this);
    this.drop();
    this.end({ thrown: false });
    this.#ending = { thrown: false };
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #begin(handling: Handling | undefined): void {
    this.#current?.release(true);
    this.#current = handling;
  }

  /** An exception is thrown once. */
  #settle(): Promise<Result> {
    const ending = this.#ending;
    this.#ending = { thrown: false };
    if (ending?.thrown !== true) return Promise.resolve({ done: true, value: undefined });
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a signal's reason may be anything
    return Promise.reject(ending.reason);
  }
}
