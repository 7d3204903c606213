import type { Failure, Policy } from '../../../dist/connection/machine.js';
import { ConnectionError, EventSourceError, type ErrorCode } from 'eventsource-wasm';

/** Reestablishes after a lost connection and nothing else, three seconds later. */
export function testPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    reconnectionTime: 3000,
    replay: true,
    reestablishes: (code) => code === 'ERR_SSE_NETWORK' || code === 'ERR_SSE_STREAM_ENDED',
    delay: (state) => state.reconnectionTime,
    ...changes,
  };
}

export function failure(code: ErrorCode, requestSent = true): Failure {
  const error =
    code === 'ERR_SSE_NETWORK' ? new ConnectionError(code, 'The cable was pulled') : new EventSourceError(code, 'No');
  return { error, requestSent };
}
