import type { EventSourceError } from '../errors/event_source_error.js';
import { recordKind, type RecordKind } from '../wasm/batch_layout.js';
import { checkMaxEventSize } from './max_event_size.js';
import { EventListeners, type StreamEventListener } from './event_listeners.js';
import { StreamDelivery, type StreamSink } from './stream_delivery.js';

export type { StreamEventListener } from './event_listeners.js';

export interface EventStreamParserOptions {
  /** Bytes that may be held for one event: 1 to 2^31 - 1, 64 MiB by default. */
  maxEventSize?: number;
  /** Called for every event of any type, after the listeners of its type. */
  onEvent?: StreamEventListener;
  /** Called for a block that has an `id` field but no data: the last event ID changed without an event. */
  onLastEventId?: (lastEventId: string) => void;
  /** Called for a `retry` field, with the reconnection time in milliseconds. */
  onRetry?: (reconnectionTime: number) => void;
  /** Called for a comment, without its colon and the space behind that. */
  onComment?: (comment: string) => void;
  /** Called for a field that the standard ignores: an unknown name, or a `retry` that is not all digits. */
  onIgnoredField?: (field: { name: string; value: string; line: string }) => void;
}

/**
 * Interprets an event stream, as an emitter: listeners are called, synchronously, for each event of their type that a chunk
 * completes. An event of a type that nobody listens to is never turned into JavaScript strings.
 *
 * What is no event (a comment, `retry`) goes to the functions given to the constructor, because a server may call its events
 * anything.
 *
 * ```js
 * const parser = new EventStreamParser();
 * parser.on('message', ({ data }) => console.log(data));
 * for await (const chunk of response.body) parser.push(chunk);
 * parser.end();
 * parser.delete();
 * ```
 *
 * HTML standard, section 9.2.6 "Interpreting an event stream".
 */
export class EventStreamParser {
  readonly #delivery: StreamDelivery;
  readonly #listeners = new EventListeners((type) => {
    this.#delivery.ignore(type);
  });

  /** @throws InvalidOptionError when `maxEventSize` is out of its range */
  constructor(options: EventStreamParserOptions = {}) {
    this.#delivery = new StreamDelivery(
      {
        maxEventSize: checkMaxEventSize(options.maxEventSize),
        reportComments: options.onComment !== undefined,
        reportIgnoredFields: options.onIgnoredField !== undefined,
      },
      new EmitterSink(this.#listeners, options),
    );
    if (options.onEvent !== undefined) this.#delivery.listenToAll();
  }

  /** [spec] The last event ID string. */
  get lastEventId(): string {
    return this.#delivery.lastEventId;
  }

  /**
   * Calls `listener` for every event of `type`. A listener that is there already is not added again. The first listener of a type
   * counts from the next `push` on: what a chunk has of a type that nobody listened to was left out when the chunk was read.
   *
   * @throws ParserStateError after `delete`
   */
  on(type: string, listener: StreamEventListener): this {
    return this.#add(type, listener, false);
  }

  /** Calls `listener` for the next event of `type` only. */
  once(type: string, listener: StreamEventListener): this {
    return this.#add(type, listener, true);
  }

  off(type: string, listener: StreamEventListener): this {
    this.#listeners.remove(type, listener);
    return this;
  }

  /**
   * Reads a chunk, cut anywhere. What a listener throws comes out of here; the events behind it are delivered by the next call.
   *
   * @throws EventTooLargeError after the events before it were delivered
   * @throws OutOfMemoryError likewise
   * @throws ParserStateError after `delete`, and after one of the two errors above until `reset`
   */
  push(chunk: Uint8Array | string): void {
    this.#delivery.push(chunk);
  }

  /** The stream has ended. An incomplete event is discarded, as the standard says; the next `push` begins another stream. */
  end(): void {
    this.#delivery.end();
  }

  /** Ready for a new stream as if nothing had been read. Listeners stay. */
  reset(): void {
    this.#delivery.reset();
  }

  /**
   * Gives the parser's memory in the WebAssembly module back at once. A parser that is no longer referenced is deleted by the
   * garbage collector, some time.
   */
  delete(): void {
    this.#delivery.delete();
  }

  #add(type: string, listener: StreamEventListener, once: boolean): this {
    if (typeof listener !== 'function') throw new TypeError('A listener must be a function');
    if (this.#listeners.has(type, listener)) return this;
    this.#delivery.listen(type);
    this.#listeners.add(type, listener, once);
    return this;
  }
}

class EmitterSink implements StreamSink {
  readonly #listeners: EventListeners;
  readonly #options: EventStreamParserOptions;

  constructor(listeners: EventListeners, options: EventStreamParserOptions) {
    this.#listeners = listeners;
    this.#options = options;
  }

  item(kind: RecordKind, type: string, data: string, id: string | undefined, lastEventId: string): void {
    if (kind !== recordKind.event) {
      this.#report(kind, type, data, id);
      return;
    }
    const event = { type, data, id, lastEventId };
    this.#listeners.dispatch(event);
    this.#options.onEvent?.(event);
  }

  failure(error: EventSourceError): void {
    throw error;
  }

  #report(kind: RecordKind, line: string, value: string, id: string | undefined): void {
    const { onLastEventId, onRetry, onComment, onIgnoredField } = this.#options;
    switch (kind) {
      case recordKind.event:
        break;
      case recordKind.lastEventId:
        onLastEventId?.(id ?? '');
        break;
      case recordKind.retry:
        onRetry?.(Number(value));
        break;
      case recordKind.comment:
        onComment?.(value);
        break;
      case recordKind.unknownField:
        onIgnoredField?.({ name: id ?? '', value, line });
        break;
      case recordKind.invalidRetry:
        onIgnoredField?.({ name: 'retry', value, line });
        break;
    }
  }
}
