import { EventSourceError } from './event_source_error.js';

/** There is no connection: it could not be made, broke off, ended, or led nowhere. */
export class ConnectionError extends EventSourceError {
  constructor(
    code: 'ERR_SSE_NETWORK' | 'ERR_SSE_STREAM_ENDED' | 'ERR_SSE_REDIRECT' | 'ERR_SSE_HEADERS',
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}
