import { EventTooLargeError } from '../errors/event_too_large_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { OutOfMemoryError } from '../errors/out_of_memory_error.js';
import { header, report, status, typesOccurredFlag } from '../wasm/batch_layout.js';
import type { NativeParser } from '../wasm/native_parser.js';
import { type WasmInstance, wasmInstance } from '../wasm/instance.js';
import { Batch, type ItemSink } from './batch.js';
import { EventTypes } from './event_types.js';
import { ItemQueue } from './item_queue.js';
import { StreamItem } from './stream_item.js';
import { leaveUtf8 } from './text.js';

export interface EventStreamOptions {
  /** Bytes that may be held for one event; checked by the caller. */
  maxEventSize: number;
  reportComments?: boolean;
  reportIgnoredFields?: boolean;
}

// Not every runtime has finalizers; there `delete` is all there is, and connections call it.
const finalizers =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<NativeParser>((native) => {
        native.delete();
      });

/** An event stream being interpreted: chunks of bytes in, items out. */
export class EventStream {
  readonly #wasm: WasmInstance = wasmInstance();
  readonly #native: NativeParser;
  readonly #maxEventSize: number;
  readonly types: EventTypes;
  /** What the chunks yielded. The last event ID in it outlives a stream, and ends with `reset`. */
  readonly items = new ItemQueue();
  #deleted = false;

  constructor(options: EventStreamOptions) {
    this.#maxEventSize = options.maxEventSize;
    const reports =
      (options.reportComments === true ? report.comments : 0) |
      (options.reportIgnoredFields === true ? report.ignoredFields : 0);
    this.#native = this.#wasm.createParser(options.maxEventSize, reports);
    leaveUtf8(this.#wasm);
    this.types = new EventTypes(this.#wasm, this.#native);
    finalizers?.register(this, this.#native, this);
  }

  /**
   * Reads a chunk, and appends what it yields to `items`. Returns the failure that ended the stream, if there was one: what came
   * before it is in `items`, and the stream takes nothing more until `reset`.
   */
  feed(chunk: Uint8Array, items: StreamItem[]): EventSourceError | undefined {
    const list = new ItemList(items);
    const failure = this.read(chunk, list);
    this.items.takeAll(list);
    return failure;
  }

  /**
   * Reads a chunk in the same way, and leaves what it yields in the stream's `items`, to be had by `items.takeAll(sink)`; a single
   * event may be given to `sink` at once.
   */
  read(chunk: Uint8Array, sink: ItemSink): EventSourceError | undefined {
    if (this.#wasm.isSmall(chunk.length)) {
      const result = this.#wasm.push(this.#native, chunk);
      if (result === status.ok) {
        const count = this.#wasm.recordCount();
        if (count === 0 || (count === 1 && this.items.takeOnly(this.#wasm, this.types, sink))) return undefined;
      }
      return this.#take(result);
    }
    let rest = chunk;
    while (rest.length > 0) {
      const pushed = this.#wasm.pushLarge(this.#native, rest);
      const failure = this.#take(pushed.result);
      if (failure !== undefined) return failure;
      rest = pushed.rest;
    }
    return undefined;
  }

  /** The same for text. A surrogate pair must not be cut. */
  readText(chunk: string): EventSourceError | undefined {
    let rest = chunk;
    while (rest !== '') {
      const { read, written } = this.#wasm.encodeInput(rest);
      const failure = this.#take(this.#wasm.pushInput(this.#native, written));
      if (failure !== undefined) return failure;
      rest = rest.slice(read);
    }
    return undefined;
  }

  /** Reads what is there of an unfinished line as if it had ended. `end` or `reset` must follow. */
  endLine(): EventSourceError | undefined {
    return this.#take(this.#native.endLine());
  }

  /** The stream has ended: an incomplete event is discarded. Ready for another stream; the last event ID stays. */
  end(): void {
    this.#native.end();
  }

  /** Ready for a new stream, as if nothing had been read. */
  reset(): void {
    this.#native.reset();
    this.items.clear();
  }

  /** Gives the memory in the module back. Nothing may be called afterwards, but `delete` again. */
  delete(): void {
    if (this.#deleted) return;
    this.#deleted = true;
    finalizers?.unregister(this);
    this.items.clear();
    this.#native.delete();
  }

  #take(result: number): EventSourceError | undefined {
    this.#wasm.refresh();
    if ((result & typesOccurredFlag) !== 0) this.types.learn();
    let outcome = result & ~typesOccurredFlag;
    try {
      const batch = Batch.take(this.#wasm, this.types);
      if (batch !== undefined) this.items.add(batch);
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error;
      outcome = status.outOfMemory;
    }
    return outcome === status.ok ? undefined : this.#failure(outcome);
  }

  #failure(result: number): EventSourceError {
    if (result === status.outOfMemory) return new OutOfMemoryError();
    const eventSize = this.#wasm.words[this.#wasm.batchWord + header.eventSize] as number;
    return new EventTooLargeError(this.#maxEventSize, eventSize);
  }
}

class ItemList implements ItemSink {
  readonly #items: StreamItem[];

  constructor(items: StreamItem[]) {
    this.#items = items;
  }

  item(...item: ConstructorParameters<typeof StreamItem>): void {
    this.#items.push(new StreamItem(...item));
  }
}
