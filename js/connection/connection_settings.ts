import type { EventSourceError } from '../errors/event_source_error.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';
import type { LastEventIdStore } from '../stores/last_event_id_store.js';
import { type Clock, longestDelay, platformClock } from './clock.js';
import type { ConnectionOptions, ReconnectOptions, StateChange, Timeout } from './connection_options.js';
import { type FinishRules, finishRules } from './finish_rules.js';
import type { CheckedPageOptions } from './page_lifecycle.js';
import { isIdempotent, type Policy, retriesLost, retriesPassing } from './policy.js';
import type { ForAttempt, RequestSettings } from './request.js';
import { checkResponse } from './response_check.js';
import { isStream } from './stream_body.js';
import type { Fetch } from './transport.js';

/** What is checked, and complete: what a connection works with. */
export interface ConnectionSettings {
  readonly request: RequestSettings;
  readonly policy: Policy;
  readonly maxEventSize: number;
  /** `globalThis.fetch`, as it is at the time of each attempt, unless given. */
  readonly fetch: Fetch | undefined;
  readonly signal: AbortSignal | undefined;
  readonly initialLastEventId: string;
  readonly store: LastEventIdStore | undefined;
  readonly storeKey: string | undefined;
  readonly connectTimeout: CheckedTimeout | undefined;
  readonly idleTimeout: CheckedTimeout | undefined;
  readonly deadline: CheckedTimeout | undefined;
  readonly finish: FinishRules;
  readonly page: CheckedPageOptions;
  readonly onStateChange: ((change: StateChange) => void) | undefined;
  readonly clock: Clock;
  /** Why an answer is not taken for an event stream, or undefined when it is. Must not reject. */
  readonly check: (response: Response) => EventSourceError | undefined | Promise<EventSourceError | undefined>;
  /** Whether each event is dispatched by a task of its own. */
  readonly inTasks: boolean;
  /** Whether a permanent redirect is followed unasked the next time. */
  readonly remembersRedirects: boolean;
  /** Whether a function of the caller's gets the answers that are event streams. */
  readonly showsAnswers: boolean;
}

export interface CheckedTimeout {
  /** Milliseconds. */
  readonly after: number;
  readonly fails: boolean;
}

/** In what faces differ. */
export interface FaceDefaults {
  readonly reconnectionTime: number;
  readonly backoff: number;
  readonly retries: Policy['retries'];
  readonly inTasks: boolean;
  /** By the standard each attempt asks the network, with cache mode `no-store`. */
  readonly remembersRedirects: boolean;
}

/**
 * The HTML standard's rules: reestablish the connection when it is lost or ends, after the reconnection time, and fail it for every
 * answer that is no event stream. "This must initially be an implementation-defined value, probably in the region of a few seconds."
 */
export const standardDefaults: FaceDefaults = {
  reconnectionTime: 3000,
  backoff: 0,
  retries: retriesLost,
  inTasks: true,
  remembersRedirects: false,
};

/** For programs: asks again when the trouble may pass, and no two clients at the same time. */
export const clientDefaults: FaceDefaults = {
  reconnectionTime: 1000,
  backoff: 1000,
  retries: retriesPassing,
  inTasks: false,
  remembersRedirects: true,
};

/** @throws InvalidOptionError for the first option that cannot work */
export function connectionSettings(
  url: ForAttempt<string | URL>,
  options: ConnectionOptions,
  face: FaceDefaults,
): ConnectionSettings {
  const { fetch, signal, store, storeKey, onStateChange, clock = platformClock, initialLastEventId = '' } = options;
  requireFunction(fetch, 'fetch', 'like the global fetch');
  requireFunction(onStateChange, 'onStateChange');
  requireThat(
    signal === undefined || (typeof signal === 'object' && 'aborted' in signal),
    'signal',
    'must be an AbortSignal',
  );
  requireThat(typeof initialLastEventId === 'string', 'initialLastEventId', 'must be a string');
  requireThat(
    store === undefined || (typeof store.get === 'function' && typeof store.set === 'function'),
    'store',
    'must have the methods get and set',
  );
  requireThat(
    store === undefined || storeKey !== undefined || typeof url !== 'function',
    'storeKey',
    'must name the stream when its address is made by a function',
  );
  const request = checkRequest(url, options);
  return {
    request,
    policy: checkPolicy(options, request, face, clock),
    maxEventSize: checkMaxEventSize(options.maxEventSize),
    fetch,
    signal,
    initialLastEventId,
    store,
    storeKey,
    connectTimeout: checkTimeout('connectTimeout', options.connectTimeout, 'restart'),
    idleTimeout: checkTimeout('idleTimeout', options.idleTimeout, 'restart'),
    deadline: checkTimeout('deadline', options.deadline, 'fail'),
    finish: checkFinishOn(options.finishOn),
    page: checkPage(options.page),
    onStateChange,
    clock,
    check: checkResponse,
    inTasks: face.inTasks,
    remembersRedirects: face.remembersRedirects,
    showsAnswers: false,
  };
}

function checkRequest(url: ForAttempt<string | URL>, options: ConnectionOptions): RequestSettings {
  const { method = 'GET', body = null, headers, crossOriginHeaders = false, redirect = 'follow' } = options;
  requireThat(
    typeof method === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method),
    'method',
    'must be the name of an HTTP method',
  );
  requireThat(!/^(?:CONNECT|TRACE|TRACK)$/i.test(method), 'method', `${method} is a method that fetch forbids`);
  requireThat(
    body === null || !/^(?:GET|HEAD)$/i.test(method),
    'body',
    `a ${method} request has none; name a method that takes one, as method: 'POST'`,
  );
  if (headers !== undefined && typeof headers !== 'function') tryTo('headers', () => new Headers(headers));
  requireThat(['follow', 'error', 'manual'].includes(redirect), 'redirect', "must be 'follow', 'error' or 'manual'");
  return {
    url,
    method: method.toUpperCase(),
    body,
    headers,
    crossOriginHeaders: checkNames(crossOriginHeaders),
    redirect,
    init: checkInit(options),
  };
}

const noNames: ReadonlySet<string> = new Set();

function checkNames(names: boolean | readonly string[]): RequestSettings['crossOriginHeaders'] {
  if (names === true) return 'all';
  if (names === false) return noNames;
  const listed: readonly unknown[] = names;
  requireThat(
    Array.isArray(listed) && listed.every((name) => typeof name === 'string'),
    'crossOriginHeaders',
    'must be true, false or a list of names',
  );
  return new Set(listed.map((name) => name.toLowerCase()));
}

/** What `fetch` is given as it is, if it is given. */
function checkInit({ mode, credentials = 'same-origin', referrer, referrerPolicy }: ConnectionOptions): RequestInit {
  return {
    credentials,
    ...(mode === undefined ? {} : { mode }),
    ...(referrer === undefined ? {} : { referrer }),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
  };
}

function checkPolicy(
  { reconnect = true, replay }: ConnectionOptions,
  request: RequestSettings,
  face: FaceDefaults,
  clock: Clock,
): Policy {
  requireThat(
    typeof reconnect === 'boolean' || (typeof reconnect === 'object' && (reconnect as unknown) !== null),
    'reconnect',
    'must be true, false or an object',
  );
  const options: ReconnectOptions = typeof reconnect === 'object' ? reconnect : {};
  const { when } = options;
  requireFunction(when, 'reconnect.when');
  return {
    reconnectionTime: number(
      'reconnect.reconnectionTime',
      options.reconnectionTime,
      face.reconnectionTime,
      0,
      longestDelay,
    ),
    replay: checkReplay(replay, request),
    backoff: number('reconnect.backoff', options.backoff, face.backoff, 0),
    maxBackoff: number('reconnect.maxBackoff', options.maxBackoff, 30_000, 0),
    factor: number('reconnect.factor', options.factor, 2, 1),
    maxAttempts: number('reconnect.maxAttempts', options.maxAttempts, Infinity, 1),
    maxElapsedTime: number('reconnect.maxElapsedTime', options.maxElapsedTime, Infinity, 0),
    resetAfter: number('reconnect.resetAfter', options.resetAfter, 5000, 0),
    refreshes: [request.url, request.headers, request.body].some((value) => typeof value === 'function'),
    retries: reconnect === false ? () => false : (when ?? face.retries),
    random: () => clock.random(),
  };
}

function checkReplay(replay: unknown, { method, body }: RequestSettings): Policy['replay'] {
  if (replay === undefined) return isIdempotent(method) && !isStream(body) ? 'always' : 'never';
  if (replay === 'resume-by-get') return replay;
  requireThat(typeof replay === 'boolean', 'replay', "must be true, false or 'resume-by-get'");
  requireThat(
    !(replay && isStream(body)),
    'replay',
    'a body that is a stream can be read once; give a function that makes it',
  );
  return replay ? 'always' : 'never';
}

function checkTimeout(
  option: string,
  value: Timeout | undefined,
  usual: 'restart' | 'fail',
): CheckedTimeout | undefined {
  if (value === undefined) return undefined;
  const { after, then } = typeof value === 'object' ? value : { after: value, then: usual };
  requireThat(['restart', 'fail'].includes(then), `${option}.then`, "must be 'restart' or 'fail'");
  const checked = number(option, after, 0, 1);
  return checked === Infinity ? undefined : { after: Math.min(checked, longestDelay), fails: then === 'fail' };
}

export function checkFinishOn(finishOn: ConnectionOptions['finishOn']): FinishRules {
  requireThat(
    finishOn === undefined || finishOn === 'end' || (typeof finishOn === 'object' && (finishOn as unknown) !== null),
    'finishOn',
    "must be 'end' or an object with end, data or event",
  );
  return finishRules(finishOn);
}

/** One object for all connections that say nothing else. */
const usualPage: CheckedPageOptions = { freeze: true, hidden: false, network: true, sleep: true };

function checkPage(page: ConnectionOptions['page'] = true): CheckedPageOptions {
  if (page === true) return usualPage;
  requireThat(typeof page === 'boolean' || typeof page === 'object', 'page', 'must be true, false or an object');
  const usual = page !== false;
  const { freeze = usual, hidden = false, network = usual, sleep = usual } = typeof page === 'object' ? page : {};
  return { freeze, hidden, network, sleep };
}

function number(option: string, value: unknown, usual: number, least: number, most = Infinity): number {
  if (value === undefined) return usual;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
  const given = typeof value === 'number' ? String(value) : typeof value;
  throw new InvalidOptionError(option, `must be a number, ${range}, got ${given}`);
}

function requireFunction(value: unknown, option: string, kind = ''): void {
  requireThat(value === undefined || typeof value === 'function', option, `must be a function ${kind}`.trim());
}

function tryTo(option: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new InvalidOptionError(option, error instanceof Error ? error.message : String(error));
  }
}

function requireThat(condition: boolean, option: string, problem: string): asserts condition {
  if (!condition) throw new InvalidOptionError(option, problem);
}
