import { EventTooLargeError } from '../errors/event_too_large_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { OutOfMemoryError } from '../errors/out_of_memory_error.js';
import { report, status } from '../wasm/batch_layout.js';
import type { NativeParser } from '../wasm/glue.mjs';
import { type WasmInstance, wasmInstance } from '../wasm/instance.js';
import { readBatch } from './batch_reader.js';
import { EventTypes } from './event_types.js';
import type { StreamItem } from './stream_item.js';

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

/** An event stream being interpreted: chunks of bytes in, items out. The items are appended to a list that the caller gives. */
export class EventStream {
  readonly #wasm: WasmInstance = wasmInstance();
  readonly #native: NativeParser;
  readonly #maxEventSize: number;
  readonly types: EventTypes;
  /** The last event ID string: [spec] "must initially be the empty string". It outlives a stream, and ends with `reset`. */
  lastEventId = '';
  #deleted = false;

  constructor(options: EventStreamOptions) {
    this.#maxEventSize = options.maxEventSize;
    const reports =
      (options.reportComments === true ? report.comments : 0) |
      (options.reportIgnoredFields === true ? report.ignoredFields : 0);
    this.#native = this.#wasm.createParser(options.maxEventSize, reports);
    this.types = new EventTypes(this.#wasm, this.#native);
    finalizers?.register(this, this.#native, this);
  }

  /**
   * Reads a chunk. Returns the failure that ended the stream, if there was one: what came before it is in `items`, and the
   * stream takes nothing more until `reset`.
   */
  feed(chunk: Uint8Array, items: StreamItem[]): EventSourceError | undefined {
    const capacity = this.#wasm.inputCapacity;
    if (chunk.length <= capacity) return this.#push(chunk, items);
    for (let begin = 0; begin < chunk.length; begin += capacity) {
      const failure = this.#push(chunk.subarray(begin, begin + capacity), items);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** The same for text. A surrogate pair must not be cut. */
  feedText(chunk: string, items: StreamItem[]): EventSourceError | undefined {
    let rest = chunk;
    while (rest !== '') {
      const { read, written } = this.#wasm.encodeInput(rest);
      const failure = this.#take(this.#native.push(written), items);
      if (failure !== undefined) return failure;
      rest = rest.slice(read);
    }
    return undefined;
  }

  /** Reads what is there of an unfinished line as if it had ended. `end` or `reset` must follow. */
  endLine(items: StreamItem[]): EventSourceError | undefined {
    return this.#take(this.#native.endLine(), items);
  }

  /** The stream has ended: an incomplete event is discarded. Ready for another stream; the last event ID stays. */
  end(): void {
    this.#native.end();
  }

  /** Ready for a new stream, as if nothing had been read. */
  reset(): void {
    this.#native.reset();
    this.lastEventId = '';
  }

  /** Gives the memory in the module back. Nothing may be called afterwards, but `delete` again. */
  delete(): void {
    if (this.#deleted) return;
    this.#deleted = true;
    finalizers?.unregister(this);
    this.#native.delete();
  }

  #push(chunk: Uint8Array, items: StreamItem[]): EventSourceError | undefined {
    this.#wasm.writeInput(chunk);
    return this.#take(this.#native.push(chunk.length), items);
  }

  #take(result: number, items: StreamItem[]): EventSourceError | undefined {
    this.#wasm.refresh();
    // Made before anything else runs in the module: the header is overwritten by the next call.
    const failure = result === status.ok ? undefined : this.#failure(result);
    this.lastEventId = readBatch(this.#wasm, this.types, this.lastEventId, items);
    return failure;
  }

  #failure(result: number): EventSourceError {
    if (result === status.outOfMemory) return new OutOfMemoryError();
    return new EventTooLargeError(this.#maxEventSize, this.#wasm.headerWord('eventSize'));
  }
}
