import type { ErrorCode } from '../errors/event_source_error.js';
import type { Policy } from './machine.js';

/** [spec] The reconnection time "must initially be an implementation-defined value, probably in the region of a few seconds". */
export const defaultReconnectionTime = 3000;

// RFC 9110, section 9.2.2: PUT, DELETE and the safe methods are idempotent.
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'QUERY']);

const reestablishing = new Set<ErrorCode>(['ERR_SSE_NETWORK', 'ERR_SSE_STREAM_ENDED']);

/**
 * The HTML standard's rules: reestablish the connection when it is lost or ends, fail it for every answer that is no event stream,
 * and wait the reconnection time before each attempt.
 *
 * @param method a request with a method that is not idempotent is not sent a second time
 */
export function standardPolicy(method: string): Policy {
  return {
    reconnectionTime: defaultReconnectionTime,
    replay: idempotentMethods.has(method.toUpperCase()),
    reestablishes: (code) => reestablishing.has(code),
    delay: (state) => state.reconnectionTime,
  };
}
