import type { EventSourceError } from '../errors/event_source_error.js';

// What Node's errors are called when no connection was made: the server cannot have seen the request.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether the server may have seen the request that failed with this error. */
export function mayHaveBeenSent(error: EventSourceError): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && neverSent.has(cause.code)) return false;
  }
  return true;
}
