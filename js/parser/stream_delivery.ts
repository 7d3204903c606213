import { ParserStateError } from '../errors/parser_state_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { ItemSink } from './batch.js';
import type { EventStreamOptions } from './event_stream.js';
import { QueuedStream } from './queued_stream.js';

export interface StreamSink extends ItemSink {
  /** What came before the failure was delivered. */
  failure(error: EventSourceError): void;
}

/**
 * Hands the items of a stream to a sink, one after the other and in their order, whatever the sink does: it may push again (what
 * that yields comes after the rest), reset or delete (the rest is dropped), or throw (the caller of `push` gets the exception,
 * and the rest is delivered by the next call).
 */
export class StreamDelivery {
  readonly #stream: QueuedStream;
  readonly #sink: StreamSink;
  #failure: EventSourceError | undefined;
  #failed = false;
  #deleted = false;
  /** The first half of a surrogate pair that a text chunk was cut in. */
  #highSurrogate = '';

  constructor(options: EventStreamOptions, sink: StreamSink) {
    this.#stream = new QueuedStream(options);
    this.#sink = sink;
  }

  /** @throws ParserStateError after `delete` */
  listen(type: string): void {
    this.#requireUsable();
    this.#stream.types.listen(type);
  }

  ignore(type: string): void {
    if (!this.#deleted) this.#stream.types.ignore(type);
  }

  listenToAll(): void {
    this.#requireUsable();
    this.#stream.types.listenToAll();
  }

  get lastEventId(): string {
    return this.#stream.items.lastEventId;
  }

  push(chunk: Uint8Array | string): void {
    this.#requireUsable();
    if (this.#failed) {
      throw new ParserStateError('The parser has failed and takes nothing more; call reset() first', {
        cause: this.#failure,
      });
    }
    const failure = typeof chunk === 'string' ? this.#pushText(chunk) : this.#stream.read(toBytes(chunk), this.#sink);
    if (failure !== undefined) {
      this.#failure = failure;
      this.#failed = true;
    }
    this.#deliver();
  }

  /** Delivers what an unfinished line yields when it is taken for whole. */
  endLine(): void {
    this.#requireUsable();
    if (!this.#failed) this.#stream.endLine();
    this.#deliver();
  }

  end(): void {
    this.#requireUsable();
    this.#highSurrogate = '';
    if (!this.#failed) this.#stream.end();
    this.#deliver();
  }

  reset(): void {
    this.#requireUsable();
    this.#highSurrogate = '';
    this.#failure = undefined;
    this.#failed = false;
    this.#stream.reset();
  }

  delete(): void {
    this.#deleted = true;
    this.#failure = undefined;
    this.#stream.delete();
  }

  #pushText(chunk: string): EventSourceError | undefined {
    let text = this.#highSurrogate + chunk;
    this.#highSurrogate = '';
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      this.#highSurrogate = text.slice(-1);
      text = text.slice(0, -1);
    }
    return this.#stream.readText(text);
  }

  #deliver(): void {
    if (!this.#stream.items.takeAll(this.#sink)) return;
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    this.#sink.failure(failure);
  }

  #requireUsable(): void {
    if (this.#deleted) throw new ParserStateError('The parser was deleted; make a new one');
  }
}

/** @throws TypeError for what has no bytes */
export function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new TypeError('A chunk must be a Uint8Array (or another view of bytes) or a string');
}
