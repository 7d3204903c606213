import type { ErrorCode, EventSourceError } from '../errors/event_source_error.js';

/** What a connection is allowed to do. Times are milliseconds. */
export interface Policy {
  /** Until a `retry` field sets it. */
  readonly reconnectionTime: number;
  /** Whether a request that the server may have acted on is sent again, or its stream is had by GET instead. */
  readonly replay: 'always' | 'never' | 'resume-by-get';
  /** Whether `retries` may have any request repeated, by naming a delay. */
  readonly replayOnDemand?: boolean;
  /** The most that chance adds to the server's floor the first time. */
  readonly backoff: number;
  /** The most that chance ever adds. */
  readonly maxBackoff: number;
  readonly factor: number;
  /** Attempts that may fail in a row. */
  readonly maxAttempts: number;
  readonly maxElapsedTime: number;
  /** For how long a connection must have held to be no failure. */
  readonly resetAfter: number;
  /** Whether credentials may be made anew after a 401. */
  readonly refreshes: boolean;
  /** Whether there is to be another attempt; a number is the delay until then. */
  retries(failure: AttemptFailure): boolean | number;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

/** An attempt that failed, as `reconnect.when` is told of it. */
export interface AttemptFailure {
  readonly error: EventSourceError;
  /** 1 for the first attempt of all. */
  readonly attempt: number;
  /** Failures in a row, this one among them. */
  readonly failures: number;
  /** Milliseconds since the first of these. */
  readonly elapsedTime: number;
  /** Whether the server may have seen the request. */
  readonly requestSent: boolean;
  /** What the server's `Retry-After` field asks for, in milliseconds. */
  readonly retryAfter: number | undefined;
}

// RFC 9110, section 9.2.2: PUT, DELETE and the safe methods are idempotent. Of the safe ones in IANA's registry of methods, those that
// ask for something by a body too.
const idempotentMethods = new Set('GET HEAD OPTIONS TRACE PUT DELETE PROPFIND QUERY REPORT SEARCH'.split(' '));

export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method.toUpperCase());
}

/** What chance adds to the server's floor: anything from nothing to a window that grows with each failure in a row. */
export function waitingTime(policy: Policy, failures: number): number {
  const window = Math.min(policy.maxBackoff, policy.backoff * policy.factor ** (failures - 1));
  return window > 0 ? policy.random() * window : 0;
}

const standardCodes = new Set<ErrorCode>([
  'ERR_SSE_NETWORK',
  'ERR_SSE_STREAM_ENDED',
  // Only who asks for a bound on time gets these.
  'ERR_SSE_CONNECT_TIMEOUT',
  'ERR_SSE_IDLE_TIMEOUT',
  'ERR_SSE_DEADLINE',
  'ERR_SSE_STORE',
]);

/** The HTML standard's rule: reestablish the connection when it is lost or ends, fail it for every answer that is no event stream. */
export function retriesLost({ error }: AttemptFailure): boolean {
  return standardCodes.has(error.code);
}

// RFC 9110, sections 15.5.9 and 15.6; RFC 8470, section 5.2; RFC 6585, section 4: another attempt may succeed.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The standard's rule, and answers that say that the trouble may pass. */
export function retriesPassing(failure: AttemptFailure): boolean {
  const { error } = failure;
  if (error.code === 'ERR_SSE_STATUS' && 'status' in error) return passingStatuses.has(error.status as number);
  return retriesLost(failure);
}
