import { EventSourceError } from './event_source_error.js';

/** A parser was used when it takes nothing: after `delete()`, or after a failure and before `reset()`. */
export class ParserStateError extends EventSourceError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_SSE_PARSER_STATE', message, options);
    this.name = 'ParserStateError';
  }
}
