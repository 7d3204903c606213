import { LateTransformStream } from './late_transform_stream.js';
import { type EventSourceMessage, messageDelivery, type ParserConfig } from './message_delivery.js';
import type { ParseError } from './parse_error.js';

export type { EventSourceMessage } from './message_delivery.js';
export { ParseError, type ParseErrorType } from './parse_error.js';
export { provideWasm, type WasmSource } from '../wasm/module_source.js';

export interface StreamOptions extends Pick<ParserConfig, 'onId' | 'onRetry' | 'onComment' | 'maxBufferSize'> {
  /**
   * What to do about a field that is not as it should be: `terminate` fails the stream with a `ParseError`, a function is told of it.
   * By default, and when a function was told, the stream goes on. One error always fails it: `max-buffer-size-exceeded`.
   */
  onError?: 'terminate' | ((error: ParseError) => void) | undefined;
}

/** A transformer as the Streams standard has it by now. */
interface CancellableTransformer extends Transformer<Uint8Array | string, EventSourceMessage> {
  cancel(reason: unknown): void;
}

/**
 * A `TransformStream` of events, with the signature of eventsource-parser 4: chunks of bytes, or of text, are written, and events are
 * read. An event that is not complete when the stream ends is discarded.
 *
 * ```js
 * const events = response.body.pipeThrough(new EventSourceParserStream());
 * for await (const { event, data } of events) console.log(event, data);
 * ```
 */
export class EventSourceParserStream extends LateTransformStream<Uint8Array | string, EventSourceMessage> {
  /** @throws InvalidOptionError when `maxBufferSize` is out of its range */
  constructor({ onError, onId, onRetry, onComment, maxBufferSize }: StreamOptions = {}) {
    let controller: TransformStreamDefaultController<EventSourceMessage> | undefined;
    const delivery = messageDelivery({
      onId,
      onRetry,
      onComment,
      maxBufferSize,
      onEvent: (event) => controller?.enqueue(event),
      onError(error) {
        if (typeof onError === 'function') onError(error);
        if (onError !== 'terminate' && error.type !== 'max-buffer-size-exceeded') return;
        controller?.error(error);
        delivery.delete();
      },
    });
    const transformer: CancellableTransformer = {
      start(streamController) {
        controller = streamController;
      },
      transform(chunk) {
        try {
          delivery.push(chunk);
        } catch (error) {
          // It fails the stream, and no other method is called any more.
          delivery.delete();
          throw error;
        }
      },
      flush() {
        delivery.delete();
      },
      // Called when the readable side is cancelled or the writable side aborted. Where it is not, as in Node 20, the garbage collector
      // gives the parser's memory back.
      cancel() {
        delivery.delete();
      },
    };
    super(transformer);
  }
}
