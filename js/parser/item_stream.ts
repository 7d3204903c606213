import type { EventSourceError } from '../errors/event_source_error.js';
import { type Batch, deliverOnly, type ItemSink } from './batch.js';
import { EventStream, type EventStreamOptions } from './event_stream.js';
import { EventTypes } from './event_types.js';
import { StreamItem } from './stream_item.js';

/**
 * A stream whose items are kept, of all types: who listens is decided when an event is dispatched, and an event of the same chunk may
 * add a listener.
 */
export class ItemStream extends EventStream implements ItemSink {
  readonly types = new EventTypes(this.wasm, this.native);
  /** [spec] The last event ID string: "must initially be the empty string". It outlives a stream. */
  lastEventId = '';
  #items = nobodys;

  constructor(options: EventStreamOptions) {
    super(options);
    this.native.listenToAll(1);
  }

  /** Reads a chunk, and appends what it yields to `items`, which is what came before the failure if there was one. */
  feed(chunk: Uint8Array, items: StreamItem[]): EventSourceError | undefined {
    this.#items = items;
    const failure = this.read(chunk, this);
    this.#items = nobodys;
    return failure;
  }

  item(...item: ConstructorParameters<typeof StreamItem>): void {
    this.#items.push(new StreamItem(...item));
  }

  protected add(batch: Batch): void {
    batch.lastEventId = this.lastEventId;
    batch.deliver(this);
    this.lastEventId = batch.lastEventId;
    batch.release();
  }

  protected takeOnly(sink: ItemSink): boolean {
    return deliverOnly(this.wasm, this.types, sink, this);
  }
}

/** Items are not held when they have been handed over. */
const nobodys: StreamItem[] = [];
