import { type ErrorCode, EventSourceError } from './event_source_error.js';

export type ConnectionErrorCode = Extract<
  ErrorCode,
  | 'ERR_SSE_URL'
  | 'ERR_SSE_NETWORK'
  | 'ERR_SSE_STREAM_ENDED'
  | 'ERR_SSE_REDIRECT'
  | 'ERR_SSE_HEADERS'
  | 'ERR_SSE_REQUEST'
  | 'ERR_SSE_CONNECT_TIMEOUT'
  | 'ERR_SSE_IDLE_TIMEOUT'
  | 'ERR_SSE_DEADLINE'
  | 'ERR_SSE_GAVE_UP'
  | 'ERR_SSE_SHARED'
>;

/** There is no connection: it could not be made, broke off, ended, took too long, or led nowhere. */
export class ConnectionError extends EventSourceError {
  declare readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = 'ConnectionError';
  }
}
