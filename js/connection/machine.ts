import { ConnectionError } from '../errors/connection_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { clampDelay } from './clock.js';
import { type AttemptFailure, type Policy, waitingTime } from './policy.js';

/**
 * The life of a connection as a pure function: a state, an input and the time make a state and effects. It knows no clock, no network
 * and no parser, so that every rule of reconnecting can be read, and tested, as a table.
 *
 * ```
 *            start              accepted            finish
 *   idle ------------> connecting ------> open ---------------> closed
 *                       ^   |              |
 *                 timer |   | failed       | failed
 *                       |   v              v
 *                      waiting <-----------+      (reestablish the connection)
 *
 *   idle, connecting, open, waiting -- suspend --> suspended -- resume --> connecting, or waiting
 *   any of them -- failed for good, expire, or close --> closed
 * ```
 */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'suspended' | 'closed';

export interface State {
  readonly name: ConnectionState;
  /** Attempts made so far. */
  readonly attempt: number;
  /** [spec] The reconnection time, in milliseconds. */
  readonly reconnectionTime: number;
  /** Attempts that failed since a connection held. */
  readonly failures: number;
  /** When the first of these failed. */
  readonly failingSince: number | undefined;
  readonly openedAt: number | undefined;
  /** The server asks for no attempt before this time. */
  readonly notBefore: number;
  /** The waiting is over, but there is no network to attempt anything on. */
  readonly held: boolean;
  readonly offline: boolean;
  /** Credentials were made anew after a 401, and no answer has been an event stream since. */
  readonly refreshed: boolean;
  /** The request has done its work; what is left of the stream is had by GET. */
  readonly byGet: boolean;
}

export interface Failure {
  readonly error: EventSourceError;
  /** Whether the server may have seen the request. */
  readonly requestSent: boolean;
  /** Whether there is a last event ID to resume from. */
  readonly resumable: boolean;
  /** What the server's `Retry-After` field asks for, in milliseconds. */
  readonly retryAfter: number | undefined;
}

export type Input =
  | { readonly type: 'start' }
  /** The answer is an event stream. */
  | { readonly type: 'accepted' }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** A `retry` field, in milliseconds. */
  | { readonly type: 'retry'; readonly reconnectionTime: number }
  | { readonly type: 'timer' }
  /** The stream has come to the end that the caller waits for. */
  | { readonly type: 'finish' }
  | { readonly type: 'restart' }
  /** There is no time left. */
  | { readonly type: 'expire'; readonly error: EventSourceError }
  /** The page is put away, and comes back. */
  | { readonly type: 'suspend'; readonly resumable: boolean }
  | { readonly type: 'resume' }
  | { readonly type: 'offline' }
  /** `stale`: nothing has come since the network went. */
  | { readonly type: 'online'; readonly stale: boolean; readonly resumable: boolean }
  /** The machine has slept. */
  | { readonly type: 'wake'; readonly resumable: boolean }
  | { readonly type: 'close' };

export type Effect =
  /** Fetch: the caller's request, or a GET that resumes its stream. */
  | { readonly type: 'attempt'; readonly attempt: number; readonly byGet: boolean }
  /** Give up the request, or the body, that is under way. */
  | { readonly type: 'abandon' }
  /** What is left of the body that is under way is nobody's: its stream has finished. */
  | { readonly type: 'complete' }
  | { readonly type: 'schedule'; readonly delay: number }
  | { readonly type: 'unschedule' }
  /** Tell that the connection is open. */
  | { readonly type: 'announce' }
  /** Tell of a failure; `delay` until the next attempt, if there is to be one. */
  | { readonly type: 'report'; readonly error: EventSourceError; readonly delay: number | undefined }
  /** Tell that the stream came to its end. */
  | { readonly type: 'conclude' }
  /** Nothing will come any more. */
  | { readonly type: 'release' };

/** Whether it ends what is under way, or is waited for. */
export function isStopping({ type }: Effect): boolean {
  return type === 'abandon' || type === 'complete' || type === 'unschedule';
}

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

export function initialState(policy: Policy): State {
  return {
    name: 'idle',
    attempt: 0,
    reconnectionTime: clampDelay(policy.reconnectionTime),
    failures: 0,
    failingSince: undefined,
    openedAt: undefined,
    notBefore: -Infinity,
    held: false,
    offline: false,
    refreshed: false,
    byGet: false,
  };
}

export function step(policy: Policy, state: State, input: Input, now: number): Step {
  if (state.name === 'closed') return unchanged(state);
  switch (input.type) {
    case 'start':
      return state.name === 'idle' ? attempt(state) : unchanged(state);
    case 'accepted':
      return state.name === 'connecting'
        ? { state: { ...state, name: 'open', openedAt: now, refreshed: false }, effects: [{ type: 'announce' }] }
        : unchanged(state);
    case 'failed':
      return isActive(state) ? failed(policy, state, input.failure, now) : unchanged(state);
    case 'retry':
      return { state: { ...state, reconnectionTime: clampDelay(input.reconnectionTime) }, effects: [] };
    case 'timer':
      if (state.name !== 'waiting') return unchanged(state);
      // [spec] "if the operating system has reported that there is no network connectivity, user agents might wait for the
      // operating system to announce that the network connection has returned before retrying."
      return state.offline ? { state: { ...state, held: true }, effects: [] } : attempt(state);
    case 'finish':
      return finish(state);
    case 'restart':
      return restart({ ...state, failures: 0, failingSince: undefined, refreshed: false });
    case 'expire':
      return close(state, [{ type: 'report', error: input.error, delay: undefined }]);
    case 'suspend':
      return suspend(policy, state, input.resumable);
    case 'resume':
      return state.name === 'suspended' ? attemptWhenAllowed(state, now) : unchanged(state);
    case 'offline':
      return { state: { ...state, offline: true }, effects: [] };
    case 'online':
      return online(policy, { ...state, offline: false }, input, now);
    case 'wake':
      if (state.name === 'waiting') return attemptWhenAllowed(state, now);
      return isActive(state) && mayRepeat(policy, state, input.resumable)
        ? attemptWhenAllowed(resuming(policy, state, input.resumable), now)
        : unchanged(state);
    case 'close':
      return close(state, []);
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
    state: { ...state, name: 'connecting', attempt: number, openedAt: undefined, held: false },
    effects: [{ type: 'attempt', attempt: number, byGet: state.byGet }],
  };
}

/** Whether a request that was sent may be sent once more, or its stream be had by another. */
function mayRepeat(policy: Policy, state: State, resumable: boolean): boolean {
  // RFC 9110, section 9.2.2: "A client SHOULD NOT automatically retry a request with a non-idempotent method unless it has some
  // means to know that the request semantics are actually idempotent [...] or some means to detect that the original request was
  // never applied."
  return policy.replay === 'always' || state.byGet || (policy.replay === 'resume-by-get' && resumable);
}

function resuming(policy: Policy, state: State, resumable: boolean): State {
  return policy.replay === 'resume-by-get' && resumable ? { ...state, byGet: true } : state;
}

function failed(policy: Policy, before: State, failure: Failure, now: number): Step {
  const { error, requestSent, retryAfter } = failure;
  const state = countFailure(policy, before, now);

  // RFC 9110, section 15.5.2: "The user agent MAY repeat the request with a new or replaced Authorization header field." The answer
  // also says that the request was not acted on.
  if (error.code === 'ERR_SSE_STATUS' && statusOf(error) === 401 && policy.refreshes && !state.refreshed) {
    return attempt({ ...state, refreshed: true });
  }
  const mayGoOn = !requestSent || mayRepeat(policy, state, failure.resumable);
  if (!mayGoOn && policy.replayOnDemand !== true) return fail(state, error);

  const attempted: AttemptFailure = {
    error,
    attempt: state.attempt,
    failures: state.failures,
    elapsedTime: now - (state.failingSince ?? now),
    requestSent,
    retryAfter,
  };
  const verdict = judge(policy, attempted);
  if (verdict instanceof ConnectionError) return fail(state, verdict);
  if (verdict === false || (verdict === true && !mayGoOn)) return fail(state, error);

  const floor = Math.max(state.reconnectionTime, retryAfter ?? 0);
  const delay = clampDelay(typeof verdict === 'number' ? verdict : floor + waitingTime(policy, state.failures));
  const reason = exhausted(policy, attempted, delay);
  if (reason !== undefined) return fail(state, reason);

  // [spec] "Reestablish the connection: [...] set the readyState attribute to CONNECTING. Fire an event named error [...] Wait a
  // delay equal to the reconnection time of the event source. [...] Optionally, wait some more. In particular, if the previous
  // attempt failed, then user agents might introduce an exponential backoff delay to avoid overloading a potentially already
  // overloaded server."
  return {
    state: {
      ...(requestSent ? resuming(policy, state, failure.resumable) : state),
      name: 'waiting',
      notBefore: now + Math.min(floor, delay),
    },
    // The timer first, so that who is told of the failure and closes finds it to stop.
    effects: [
      { type: 'schedule', delay },
      { type: 'report', error, delay },
    ],
  };
}

function countFailure(policy: Policy, state: State, now: number): State {
  const { openedAt } = state;
  const held = openedAt !== undefined && now - openedAt >= policy.resetAfter;
  return {
    ...state,
    failures: held ? 1 : state.failures + 1,
    failingSince: held ? now : (state.failingSince ?? now),
    openedAt: undefined,
  };
}

function statusOf(error: EventSourceError): unknown {
  return 'status' in error ? error.status : undefined;
}

/** The caller's function may throw, and who fails must still be told why. */
function judge(policy: Policy, failure: AttemptFailure): boolean | number | ConnectionError {
  try {
    return policy.retries(failure);
  } catch (cause) {
    const message = `reconnect.when threw when it was asked about: ${failure.error.message}`;
    return new ConnectionError('ERR_SSE_GAVE_UP', message, { cause });
  }
}

/** What to say when no more attempts are to be made. */
function exhausted(policy: Policy, failure: AttemptFailure, delay: number): ConnectionError | undefined {
  const { error, failures, elapsedTime } = failure;
  const options = { cause: error };
  if (failures >= policy.maxAttempts) {
    const times = failures === 1 ? 'once' : `${failures} times in a row`;
    return new ConnectionError(
      'ERR_SSE_GAVE_UP',
      `The connection failed ${times}, and reconnect.maxAttempts is ${policy.maxAttempts}; the last time: ${error.message}`,
      options,
    );
  }
  if (elapsedTime + delay > policy.maxElapsedTime) {
    return new ConnectionError(
      'ERR_SSE_GAVE_UP',
      `The connection has been failing for ${Math.round(elapsedTime)} ms and the next attempt would be in ${Math.round(delay)} ms, ` +
        `but reconnect.maxElapsedTime is ${policy.maxElapsedTime}; the last time: ${error.message}`,
      options,
    );
  }
  return undefined;
}

function fail(state: State, error: EventSourceError): Step {
  // [spec] "Fail the connection: [...] sets the readyState attribute to CLOSED and fires an event named error [...] Once the user
  // agent has failed the connection, it does not attempt to reconnect."
  return {
    state: { ...state, name: 'closed' },
    effects: [{ type: 'report', error, delay: undefined }, { type: 'release' }],
  };
}

/** What is under way, or waited for, is to stop. */
function stopping(state: State): Effect[] {
  if (isActive(state)) return [{ type: 'abandon' }];
  return state.name === 'waiting' ? [{ type: 'unschedule' }] : [];
}

function close(state: State, told: readonly Effect[], stops = stopping(state)): Step {
  return {
    state: { ...state, name: 'closed' },
    effects: [...stops, ...told, { type: 'release' }],
  };
}

function finish(state: State): Step {
  return close(state, [{ type: 'conclude' }], state.name === 'open' ? [{ type: 'complete' }] : undefined);
}

function restart(state: State): Step {
  const next = attempt(state);
  return { state: next.state, effects: [...stopping(state), ...next.effects] };
}

function suspend(policy: Policy, state: State, resumable: boolean): Step {
  if (state.name === 'suspended' || (isActive(state) && !mayRepeat(policy, state, resumable))) return unchanged(state);
  const next = isActive(state) ? resuming(policy, state, resumable) : state;
  return { state: { ...next, name: 'suspended', openedAt: undefined, held: false }, effects: stopping(state) };
}

function online(policy: Policy, state: State, input: Input & { type: 'online' }, now: number): Step {
  if (state.name === 'waiting') return attemptWhenAllowed(state, now);
  return state.name === 'open' && input.stale && mayRepeat(policy, state, input.resumable)
    ? restart(resuming(policy, state, input.resumable))
    : unchanged(state);
}

/** What made us wait is over, but not below the server's floor. */
function attemptWhenAllowed(state: State, now: number): Step {
  const left = clampDelay(state.notBefore - now);
  if (left === 0 && !state.offline) return restart(state);
  return {
    state: { ...state, name: 'waiting', held: false },
    effects: [...stopping(state), { type: 'schedule', delay: left }],
  };
}
