import { EventTooLargeError } from '../errors/event_too_large_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { OutOfMemoryError } from '../errors/out_of_memory_error.js';
import {
  commentsReport,
  eventSizeWord,
  ignoredFieldsReport,
  okStatus,
  outOfMemoryStatus,
  typesOccurredFlag,
} from '../wasm/batch_layout.js';
import { type WasmInstance, wasmInstance } from '../wasm/instance.js';
import type { NativeParser } from '../wasm/native_parser.js';
import { Batch, type ItemSink } from './batch.js';
import type { EventTypes } from './event_types.js';
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

/** An event stream being interpreted: chunks of bytes in, batches out. What becomes of these is said by who inherits from it. */
export abstract class EventStream {
  abstract readonly types: EventTypes;
  protected readonly wasm: WasmInstance = wasmInstance();
  protected readonly native: NativeParser;
  readonly #maxEventSize: number;
  #deleted = false;

  constructor(options: EventStreamOptions) {
    this.#maxEventSize = options.maxEventSize;
    const reports =
      (options.reportComments === true ? commentsReport : 0) |
      (options.reportIgnoredFields === true ? ignoredFieldsReport : 0);
    this.native = this.wasm.createParser(options.maxEventSize, reports);
    leaveUtf8(this.wasm);
    finalizers?.register(this, this.native, this);
  }

  /** Deals with what a piece of a chunk yielded. */
  protected abstract add(batch: Batch): void;

  /** The same for what yielded one event, which costs less when it is given to `sink` at once; false, and nothing done, otherwise. */
  protected abstract takeOnly(sink: ItemSink): boolean;

  /**
   * Reads a chunk. Returns the failure that ended the stream, if there was one: the stream takes nothing more until `reset`. A single
   * event may have been given to `sink`.
   */
  read(chunk: Uint8Array, sink: ItemSink): EventSourceError | undefined {
    if (this.wasm.isSmall(chunk.length)) {
      const result = this.wasm.push(this.native, chunk);
      if (result === okStatus) {
        const count = this.wasm.recordCount();
        if (count === 0 || (count === 1 && this.takeOnly(sink))) return undefined;
      }
      return this.take(result);
    }
    let rest = chunk;
    while (rest.length > 0) {
      const pushed = this.wasm.pushLarge(this.native, rest);
      const failure = this.take(pushed.result);
      if (failure !== undefined) return failure;
      rest = pushed.rest;
    }
    return undefined;
  }

  /** The stream has ended: an incomplete event is discarded. Ready for another stream; the last event ID stays. */
  end(): void {
    this.native.end();
  }

  /** Gives the memory in the module back. Nothing may be called afterwards, but `delete` again. */
  delete(): void {
    if (this.#deleted) return;
    this.#deleted = true;
    finalizers?.unregister(this);
    this.native.delete();
  }

  /** @param result what the module said of a call that may have left a batch */
  protected take(result: number): EventSourceError | undefined {
    this.wasm.refresh();
    if ((result & typesOccurredFlag) !== 0) this.types.learn();
    let outcome = result & ~typesOccurredFlag;
    try {
      const batch = Batch.take(this.wasm, this.types);
      if (batch !== undefined) this.add(batch);
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error;
      outcome = outOfMemoryStatus;
    }
    return outcome === okStatus ? undefined : this.#failure(outcome);
  }

  #failure(result: number): EventSourceError {
    if (result === outOfMemoryStatus) return new OutOfMemoryError();
    const eventSize = this.wasm.words[this.wasm.batchWord + eventSizeWord] as number;
    return new EventTooLargeError(this.#maxEventSize, eventSize);
  }
}
