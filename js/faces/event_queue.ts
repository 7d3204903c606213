import { QueueOverflowError } from '../errors/queue_overflow_error.js';

/** What happens to an event that comes when the queue is full. */
export type Overflow = 'pause' | 'drop-oldest' | 'error';

/** So many places of items that were taken are not worth a copy of the rest. */
const spare = 64;

/** Things that wait for a consumer that is slower than their producer, with a bound. */
export class EventQueue<T> {
  readonly #limit: number;
  readonly #overflow: Overflow;
  readonly #dropped: (item: T) => void;
  #items: (T | undefined)[] = [];
  #first = 0;
  #room: { promise: Promise<void>; open: () => void } | undefined;

  constructor(limit: number, overflow: Overflow, dropped: (item: T) => void) {
    this.#limit = limit;
    this.#overflow = overflow;
    this.#dropped = dropped;
  }

  get size(): number {
    return this.#items.length - this.#first;
  }

  /**
   * Takes the item; a promise when there is no room for another.
   *
   * @throws QueueOverflowError when the queue is full and that is an error
   */
  push(item: T): Promise<void> | undefined {
    if (this.size >= this.#limit) {
      if (this.#overflow === 'error') throw new QueueOverflowError(this.#limit);
      if (this.#overflow === 'drop-oldest') this.#dropped(this.shift() as T);
    }
    this.#items.push(item);
    if (this.#overflow !== 'pause' || this.size < this.#limit) return undefined;
    if (this.#room === undefined) {
      let open = (): void => undefined;
      const promise = new Promise<void>((resolve) => {
        open = resolve;
      });
      this.#room = { promise, open };
    }
    return this.#room.promise;
  }

  shift(): T | undefined {
    const items = this.#items;
    const at = this.#first;
    if (at === items.length) return undefined;
    const item = items[at];
    items[at] = undefined;
    this.#first = at + 1;
    // Half of it at least, so that an item is moved once on average.
    if (this.#first === items.length || (at >= spare && this.#first >= this.size)) {
      this.#items = items.slice(this.#first);
      this.#first = 0;
    }
    if (this.#room !== undefined) this.#makeRoom();
    return item;
  }

  /** What had waited longest. */
  clear(): T | undefined {
    const oldest = this.#items[this.#first];
    this.#items = [];
    this.#first = 0;
    this.#makeRoom();
    return oldest;
  }

  #makeRoom(): void {
    this.#room?.open();
    this.#room = undefined;
  }
}
