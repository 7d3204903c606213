import { EventTooLargeError } from '../errors/event_too_large_error.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';
import { StreamDelivery } from '../parser/stream_delivery.js';
import type { Batch } from '../parser/batch.js';
import { recordKind } from '../wasm/batch_layout.js';
import { ParseError } from './parse_error.js';

export { ParseError, type ParseErrorType } from './parse_error.js';
export { provideWasm, type WasmSource } from '../wasm/module_source.js';

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

export interface Parser {
  /**
   * Reads a chunk of the stream, cut anywhere, and calls back for what it completes.
   *
   * @throws ParserStateError after `max-buffer-size-exceeded`, until `reset`
   */
  feed(chunk: Uint8Array | string): void;
  /** Ready for a new stream. With `consume`, an unfinished line is first read as if it had ended. */
  reset(options?: { consume?: boolean }): void;
}

/**
 * A parser with the signature of eventsource-parser 4, which takes bytes as well as strings: bytes need no `TextDecoder`, and
 * are faster.
 *
 * @throws TypeError when `config` is a function
 * @throws InvalidOptionError when `maxBufferSize` is out of its range
 */
export function createParser(config: ParserConfig): Parser {
  if (typeof config !== 'object' || (config as unknown) === null) {
    throw new TypeError(
      `createParser() takes an object with callbacks, got ${typeof config}; for one function write createParser({ onEvent: fn })`,
    );
  }
  const { onEvent, onId, onRetry, onComment, onError, maxBufferSize } = config;

  const delivery = new StreamDelivery(
    {
      maxEventSize: checkMaxEventSize(maxBufferSize, 'maxBufferSize'),
      reportComments: onComment !== undefined,
      reportIgnoredFields: onError !== undefined,
    },
    {
      item,
      failure(error) {
        const message =
          error instanceof EventTooLargeError
            ? `An event has at least ${error.eventSize} bytes, and maxBufferSize is ${error.maxEventSize}`
            : error.message;
        onError?.(new ParseError(message, { type: 'max-buffer-size-exceeded', cause: error }));
      },
    },
  );
  if (onEvent !== undefined) delivery.listenToAll();

  function item(item: Batch): void {
    if (item.kind !== recordKind.event) {
      report(item);
      return;
    }
    // Made first: the item is another one when `onId` has fed the parser, or reset it.
    const event = { id: item.id, event: item.typed ? item.type : undefined, data: item.data };
    if (event.id !== undefined) onId?.(event.id);
    onEvent?.(event);
  }

  function report(item: Batch): void {
    switch (item.kind) {
      case recordKind.event:
        break;
      case recordKind.lastEventId:
        onId?.(item.id ?? '');
        break;
      case recordKind.retry:
        onRetry?.(Number(item.data));
        break;
      case recordKind.comment:
        onComment?.(item.data);
        break;
      case recordKind.unknownField: {
        const name = item.id ?? '';
        const shown = name.length > 20 ? `${name.slice(0, 20)}…` : name;
        onError?.(
          new ParseError(`Unknown field "${shown}"`, {
            type: 'unknown-field',
            field: name,
            value: item.data,
            line: item.type,
          }),
        );
        break;
      }
      case recordKind.invalidRetry:
        onError?.(
          new ParseError(`Invalid \`retry\` value: "${item.data}"`, {
            type: 'invalid-retry',
            value: item.data,
            line: item.type,
          }),
        );
        break;
    }
  }

  return {
    feed(chunk) {
      delivery.push(chunk);
    },
    reset({ consume = false } = {}) {
      if (consume) delivery.endLine();
      delivery.reset();
    },
  };
}
