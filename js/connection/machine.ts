import type { ErrorCode, EventSourceError } from '../errors/event_source_error.js';

/**
 * The life of a connection as a pure function: a state and an input make a state and effects. It knows no clock, no network and no
 * parser, so that every rule of reconnecting can be read, and tested, as a table.
 *
 * ```
 *            start              accepted
 *   idle ------------> connecting ------> open
 *                       ^   |              |
 *                 timer |   | failed       | failed
 *                       |   v              v
 *                      waiting <-----------+      (reestablish the connection)
 *
 *   any of them -- failed for good, or close --> closed
 * ```
 */
export interface State {
  readonly name: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';
  /** Attempts made so far. */
  readonly attempt: number;
  /** [spec] The reconnection time, in milliseconds. */
  readonly reconnectionTime: number;
}

/** What a connection is allowed to do. */
export interface Policy {
  /** Milliseconds until a `retry` field sets them. */
  readonly reconnectionTime: number;
  /** Whether the request may be sent again although the server may have acted on it. */
  readonly replay: boolean;
  /** Whether a failure of this kind is one after which the connection is reestablished. */
  reestablishes(code: ErrorCode): boolean;
  /** Milliseconds to wait before the next attempt. */
  delay(state: State): number;
}

export interface Failure {
  readonly error: EventSourceError;
  /** Whether the server may have seen the request. */
  readonly requestSent: boolean;
}

export type Input =
  | { readonly type: 'start' }
  /** The answer is an event stream. */
  | { readonly type: 'accepted' }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** A `retry` field, in milliseconds. */
  | { readonly type: 'retry'; readonly reconnectionTime: number }
  | { readonly type: 'timer' }
  | { readonly type: 'close' };

export type Effect =
  /** Fetch. */
  | { readonly type: 'attempt'; readonly attempt: number }
  /** Give up the request, or the body, that is under way. */
  | { readonly type: 'abandon' }
  | { readonly type: 'schedule'; readonly delay: number }
  | { readonly type: 'unschedule' }
  /** Tell that the connection is open. */
  | { readonly type: 'announce' }
  | { readonly type: 'report'; readonly error: EventSourceError }
  /** Nothing will come any more. */
  | { readonly type: 'release' };

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** What a 32-bit timer can hold, in milliseconds: with more it would fire at once. */
export const longestDelay = 2 ** 31 - 1;

export function initialState(policy: Policy): State {
  return { name: 'idle', attempt: 0, reconnectionTime: clampDelay(policy.reconnectionTime) };
}

export function step(policy: Policy, state: State, input: Input): Step {
  if (state.name === 'closed') return { state, effects: [] };
  switch (input.type) {
    case 'start':
      return state.name === 'idle' ? attempt(state) : unchanged(state);
    case 'accepted':
      return state.name === 'connecting'
        ? { state: { ...state, name: 'open' }, effects: [{ type: 'announce' }] }
        : unchanged(state);
    case 'failed':
      return isActive(state) ? failed(policy, state, input.failure) : unchanged(state);
    case 'retry':
      return { state: { ...state, reconnectionTime: clampDelay(input.reconnectionTime) }, effects: [] };
    case 'timer':
      return state.name === 'waiting' ? attempt(state) : unchanged(state);
    case 'close':
      return close(state);
  }
}

function isActive(state: State): boolean {
  return state.name === 'connecting' || state.name === 'open';
}

function unchanged(state: State): Step {
  return { state, effects: [] };
}

function attempt(state: State): Step {
  const number = state.attempt + 1;
  return {
    state: { ...state, name: 'connecting', attempt: number },
    effects: [{ type: 'attempt', attempt: number }],
  };
}

function failed(policy: Policy, state: State, failure: Failure): Step {
  // RFC 9110, section 9.2.2: "A client SHOULD NOT automatically retry a request with a non-idempotent method unless it has some
  // means to know that the request semantics are actually idempotent [...] or some means to detect that the original request was
  // never applied."
  const mayAskAgain = policy.replay || !failure.requestSent;
  if (mayAskAgain && policy.reestablishes(failure.error.code)) {
    // [spec] "Reestablish the connection: [...] set the readyState attribute to CONNECTING. Fire an event named error [...] Wait a
    // delay equal to the reconnection time of the event source."
    const waiting: State = { ...state, name: 'waiting' };
    return {
      state: waiting,
      // The timer first, so that who is told of the failure and closes finds it to stop.
      effects: [
        { type: 'schedule', delay: clampDelay(policy.delay(waiting)) },
        { type: 'report', error: failure.error },
      ],
    };
  }
  // [spec] "Fail the connection: [...] sets the readyState attribute to CLOSED and fires an event named error [...] Once the user
  // agent has failed the connection, it does not attempt to reconnect."
  return {
    state: { ...state, name: 'closed' },
    effects: [{ type: 'report', error: failure.error }, { type: 'release' }],
  };
}

function close(state: State): Step {
  const effects: Effect[] = [];
  if (isActive(state)) effects.push({ type: 'abandon' });
  if (state.name === 'waiting') effects.push({ type: 'unschedule' });
  effects.push({ type: 'release' });
  return { state: { ...state, name: 'closed' }, effects };
}

/** A timer takes what it cannot hold, and what is no number, for 1 ms: either would be a request storm. */
function clampDelay(delay: number): number {
  return Number.isNaN(delay) ? longestDelay : Math.min(Math.max(delay, 0), longestDelay);
}
