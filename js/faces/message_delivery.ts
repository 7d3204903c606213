import type { EventSourceError } from '../errors/event_source_error.js';
import { EventTooLargeError } from '../errors/event_too_large_error.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';
import { StreamDelivery, type StreamSink } from '../parser/stream_delivery.js';
import { recordKind, type RecordKind } from '../wasm/batch_layout.js';
import { ParseError } from './parse_error.js';

export interface EventSourceMessage {
  /** The block's `id` field, if it has one. */
  id: string | undefined;
  /** The block's `event` field, if it has one that is not empty. */
  event: string | undefined;
  data: string;
}

export interface ParserConfig {
  onEvent?: ((event: EventSourceMessage) => void) | undefined;
  /** Called when a block with an `id` field ends, before `onEvent` if it has data too. */
  onId?: ((id: string) => void) | undefined;
  /** Called with the reconnection time in milliseconds. */
  onRetry?: ((retry: number) => void) | undefined;
  onComment?: ((comment: string) => void) | undefined;
  onError?: ((error: ParseError) => void) | undefined;
  /**
   * Bytes that may be held for one event: 1 to 2^31 - 1, 64 MiB by default. When more come, `onError` gets a `ParseError` of
   * type `max-buffer-size-exceeded`, and `feed` throws until `reset`.
   */
  maxBufferSize?: number | undefined;
}

/**
 * Calls back for what a stream yields, in the words of eventsource-parser.
 *
 * @throws InvalidOptionError when `maxBufferSize` is out of its range
 */
export function messageDelivery(config: ParserConfig): StreamDelivery {
  const delivery = new StreamDelivery(
    {
      maxEventSize: checkMaxEventSize(config.maxBufferSize, 'maxBufferSize'),
      reportComments: config.onComment !== undefined,
      reportIgnoredFields: config.onError !== undefined,
    },
    new MessageSink(config),
  );
  if (config.onEvent !== undefined) delivery.listenToAll();
  return delivery;
}

class MessageSink implements StreamSink {
  readonly #callbacks: ParserConfig;

  constructor({ onEvent, onId, onRetry, onComment, onError }: ParserConfig) {
    this.#callbacks = { onEvent, onId, onRetry, onComment, onError };
  }

  item(
    kind: RecordKind,
    type: string,
    data: string,
    id: string | undefined,
    _lastEventId: string,
    typed: boolean,
  ): void {
    if (kind !== recordKind.event) {
      this.#report(kind, type, data, id);
      return;
    }
    const { onEvent, onId } = this.#callbacks;
    if (id !== undefined) onId?.(id);
    onEvent?.({ id, event: typed ? type : undefined, data });
  }

  failure(error: EventSourceError): void {
    const message =
      error instanceof EventTooLargeError
        ? `An event has at least ${error.eventSize} bytes, and maxBufferSize is ${error.maxEventSize}`
        : error.message;
    const { onError } = this.#callbacks;
    onError?.(new ParseError(message, { type: 'max-buffer-size-exceeded', cause: error }));
  }

  #report(kind: RecordKind, line: string, value: string, id: string | undefined): void {
    const { onId, onRetry, onComment, onError } = this.#callbacks;
    switch (kind) {
      case recordKind.event:
        break;
      case recordKind.lastEventId:
        onId?.(id ?? '');
        break;
      case recordKind.retry:
        onRetry?.(Number(value));
        break;
      case recordKind.comment:
        onComment?.(value);
        break;
      case recordKind.unknownField: {
        const field = id ?? '';
        const shown = field.length > 20 ? `${field.slice(0, 20)}…` : field;
        onError?.(new ParseError(`Unknown field "${shown}"`, { type: 'unknown-field', field, value, line }));
        break;
      }
      case recordKind.invalidRetry:
        onError?.(new ParseError(`Invalid \`retry\` value: "${value}"`, { type: 'invalid-retry', value, line }));
        break;
    }
  }
}
