import { ConnectionError } from '../errors/connection_error.js';

/** What the platform threw when a request failed, or a body broke off. */
export function networkError(cause: unknown): ConnectionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionError('ERR_SSE_NETWORK', `The connection was lost: ${reason}`, { cause });
}
