import type { WasmInstance } from '../wasm/instance.js';
import { type Batch, deliverOnly, type LastEventId, type ItemSink } from './batch.js';
import type { EventTypes } from './event_types.js';

/**
 * The items of a stream that nobody has taken yet. While one is being taken, more may be added (they come after the rest), all may
 * be dropped, and whoever takes may throw: the rest then stays.
 */
export class ItemQueue {
  #first: Batch | undefined;
  readonly #others: Batch[] = [];
  /** The last event ID as of the items that were taken, when none is left. */
  readonly #taken: LastEventId = { lastEventId: '' };
  #busy = false;

  /** [spec] The last event ID string: "must initially be the empty string". As of the items that are there. */
  get lastEventId(): string {
    let id = this.#first?.lastEventIdAhead() ?? this.#taken.lastEventId;
    for (const batch of this.#others) id = batch.lastEventIdAhead(id);
    return id;
  }

  /** For a stream that goes on where another stopped. Nothing must be left to be taken. */
  set lastEventId(lastEventId: string) {
    this.#taken.lastEventId = lastEventId;
  }

  add(batch: Batch): void {
    if (this.#first === undefined) this.#putFirst(batch);
    else this.#others.push(batch);
  }

  /**
   * Has the item taken that is the only one that the last call into the module left, when it is an event and no other stands before
   * it. False, and nothing done, otherwise.
   */
  takeOnly(wasm: WasmInstance, types: EventTypes, sink: ItemSink): boolean {
    if (this.#busy || this.#first !== undefined) return false;
    this.#busy = true;
    try {
      return deliverOnly(wasm, types, sink, this.#taken);
    } finally {
      this.#busy = false;
    }
  }

  /** Has all items taken. False, and nothing done, when that is going on already. */
  takeAll(sink: ItemSink): boolean {
    if (this.#busy) return false;
    let batch = this.#first;
    if (batch === undefined) return true;
    this.#busy = true;
    try {
      do {
        batch.deliver(sink);
        batch = this.#removeFirst(batch);
      } while (batch !== undefined);
    } finally {
      this.#busy = false;
    }
    return true;
  }

  /** Forgets all items, and the last event ID. */
  clear(): void {
    for (const batch of this.#others.splice(0)) batch.release();
    this.#taken.lastEventId = '';
    const batch = this.#first;
    if (batch === undefined) return;
    batch.drop();
    batch.lastEventId = '';
    if (!this.#busy) this.#removeFirst(batch);
  }

  #putFirst(batch: Batch): void {
    batch.lastEventId = this.#taken.lastEventId;
    this.#first = batch;
  }

  #removeFirst(batch: Batch): Batch | undefined {
    this.#taken.lastEventId = batch.lastEventId;
    this.#first = undefined;
    batch.release();
    const next = this.#others.length === 0 ? undefined : this.#others.shift();
    if (next !== undefined) this.#putFirst(next);
    return next;
  }
}
