import type { Batch } from './batch.js';

/** Takes items, one after the other. An item is good until the next one comes: what outlasts the call has to be copied. */
export type TakeItem = (item: Batch, lastEventId: string) => void;

/**
 * The items of a stream that nobody has taken yet. While one is being taken, more may be added (they come after the rest), all may
 * be dropped, and whoever takes may throw: the rest then stays.
 */
export class ItemQueue {
  #first: Batch | undefined;
  readonly #others: Batch[] = [];
  #lastEventId = '';
  #busy = false;

  /** [spec] The last event ID string: "must initially be the empty string". As of the items that are there. */
  get lastEventId(): string {
    let id = this.#first?.lastEventIdAhead(this.#lastEventId) ?? this.#lastEventId;
    for (const batch of this.#others) id = batch.lastEventIdAhead(id);
    return id;
  }

  add(batch: Batch | undefined): void {
    if (batch === undefined) return;
    if (this.#first === undefined) this.#first = batch;
    else this.#others.push(batch);
  }

  /** Has all items taken. False, and nothing done, when that is going on already. */
  takeAll(take: TakeItem): boolean {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      let batch: Batch | undefined;
      while ((batch = this.#first) !== undefined) {
        while (this.#first === batch && batch.next()) {
          if (batch.hasId) this.#lastEventId = batch.id as string;
          take(batch, this.#lastEventId);
        }
        if (this.#first === batch) {
          this.#first = this.#others.shift();
          batch.release();
        }
      }
    } finally {
      this.#busy = false;
    }
    return true;
  }

  drop(): void {
    // Told first: what is dropped may have said what the last event ID is.
    this.#lastEventId = this.lastEventId;
    const dropped = this.#first;
    this.#first = undefined;
    dropped?.release();
    for (const batch of this.#others.splice(0)) batch.release();
  }

  forgetLastEventId(): void {
    this.#lastEventId = '';
  }
}
