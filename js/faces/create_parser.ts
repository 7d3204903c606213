import { messageDelivery, type ParserConfig } from './message_delivery.js';

export type { EventSourceMessage, ParserConfig } from './message_delivery.js';
export { ParseError, type ParseErrorType } from './parse_error.js';
export { provideWasm, type WasmSource } from '../wasm/module_source.js';

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
  const delivery = messageDelivery(config);
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
