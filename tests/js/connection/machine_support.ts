import { ConnectionError, EventSourceError, ResponseError, type ErrorCode } from 'eventsource-wasm';
import {
  type ConnectionState,
  type Effect,
  type Failure,
  initialState,
  type Input,
  type State,
  step,
} from '../../../dist/connection/machine.js';
import { type Policy, retriesLost } from '../../../dist/connection/policy.js';

/** Reestablishes after a lost connection and nothing else, three seconds later, for ever. */
export function testPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    reconnectionTime: 3000,
    replay: 'always',
    backoff: 0,
    maxBackoff: 30_000,
    factor: 2,
    maxAttempts: Infinity,
    maxElapsedTime: Infinity,
    resetAfter: 5000,
    refreshes: false,
    retries: retriesLost,
    random: () => 0,
    ...changes,
  };
}

export function failure(code: ErrorCode, changes: Partial<Failure> = {}): Failure {
  return { error: errorOf(code), requestSent: true, resumable: true, retryAfter: undefined, ...changes };
}

export function refusal(status: number, changes: Partial<Failure> = {}): Failure {
  const error = new ResponseError('ERR_SSE_STATUS', `It was ${status}`, new Response(null, { status }));
  return { ...failure('ERR_SSE_STATUS', changes), error };
}

function errorOf(code: ErrorCode): EventSourceError {
  return code === 'ERR_SSE_NETWORK'
    ? new ConnectionError(code, 'The cable was pulled')
    : new EventSourceError(code, 'No');
}

/** A state in the midst of life: three attempts, none of which failed. */
export function stateAt(name: ConnectionState, rest: Partial<State> = {}): State {
  return { ...initialState(testPolicy()), name, attempt: name === 'idle' ? 0 : 3, ...rest };
}

/** What has come of a life: the inputs happen one after the other, at the times given. */
export function live(
  policy: Policy,
  state: State,
  ...inputs: readonly (readonly [now: number, input: Input])[]
): { state: State; effects: Effect[] } {
  let effects: readonly Effect[] = [];
  for (const [now, input] of inputs) ({ state, effects } = step(policy, state, input, now));
  return { state, effects: [...effects] };
}

/** The delay that is scheduled, or undefined when there is none. */
export function delayOf(effects: readonly Effect[]): number | undefined {
  return effects.find((effect) => effect.type === 'schedule')?.delay;
}

/** The code of what is reported. */
export function reportOf(effects: readonly Effect[]): ErrorCode | undefined {
  return effects.find((effect) => effect.type === 'report')?.error.code;
}

export const lost: Input = { type: 'failed', failure: failure('ERR_SSE_NETWORK') };
export const timer: Input = { type: 'timer' };
export const accepted: Input = { type: 'accepted' };
