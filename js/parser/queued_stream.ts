import type { EventSourceError } from '../errors/event_source_error.js';
import type { Batch, ItemSink } from './batch.js';
import { EventStream } from './event_stream.js';
import { ItemQueue } from './item_queue.js';
import { ListenedTypes } from './listened_types.js';

/** A stream whose items wait in a queue: whoever takes them may push, reset, delete or throw meanwhile. */
export class QueuedStream extends EventStream {
  readonly types = new ListenedTypes(this.wasm, this.native);
  /** To be had by `items.takeAll(sink)`. The last event ID in it outlives a stream, and ends with `reset`. */
  readonly items = new ItemQueue();

  /** Reads a chunk of text. A surrogate pair must not be cut. */
  readText(chunk: string): EventSourceError | undefined {
    let rest = chunk;
    while (rest !== '') {
      const { read, written } = this.wasm.encodeInput(rest);
      const failure = this.take(this.wasm.pushInput(this.native, written));
      if (failure !== undefined) return failure;
      rest = rest.slice(read);
    }
    return undefined;
  }

  /** Reads what is there of an unfinished line as if it had ended. `end` or `reset` must follow. */
  endLine(): EventSourceError | undefined {
    return this.take(this.native.endLine());
  }

  /** Ready for a new stream, as if nothing had been read. */
  reset(): void {
    this.native.reset();
    this.items.clear();
  }

  override delete(): void {
    super.delete();
    this.items.clear();
  }

  protected add(batch: Batch): void {
    this.items.add(batch);
  }

  protected takeOnly(sink: ItemSink): boolean {
    return this.items.takeOnly(this.wasm, this.types, sink);
  }
}
