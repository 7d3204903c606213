import type { LastEventIdStore } from '../stores/last_event_id_store.js';
import type { Clock } from './clock.js';
import type { FinishOn } from './finish_rules.js';
import type { ConnectionState } from './machine.js';
import type { AttemptFailure } from './policy.js';
import type { ForAttempt } from './request.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { Fetch } from './transport.js';

/**
 * A bound on time, in milliseconds, and what happens when it is over: the connection is reestablished, as after any loss, or fails for
 * good.
 */
export type Timeout = number | { after: number; then: 'restart' | 'fail' };

export interface ReconnectOptions {
  /**
   * Milliseconds between a loss and the next attempt until the server sets them by a `retry` field: 1000 by default, in an
   * `EventSource` 3000. With a `Retry-After` field this is the floor of every delay.
   */
  reconnectionTime?: number | undefined;
  /**
   * The most that chance adds to that floor after the first failure in a row, in milliseconds: 1000 by default, in an `EventSource` 0.
   * The delay is floor + random() * min(maxBackoff, backoff * factor ** (failures - 1)).
   */
  backoff?: number | undefined;
  /** The most that chance ever adds, in milliseconds: 30000 by default. */
  maxBackoff?: number | undefined;
  /** By what the window grows with each failure in a row: 1 or more, 2 by default. */
  factor?: number | undefined;
  /** Attempts that may fail in a row, 1 or more; without bound by default. */
  maxAttempts?: number | undefined;
  /** Milliseconds for which attempts may fail in a row; without bound by default. */
  maxElapsedTime?: number | undefined;
  /** Milliseconds for which a connection must have held to end such a row: 5000 by default. */
  resetAfter?: number | undefined;
  /**
   * Whether there is to be another attempt after a failure; a number is the delay in milliseconds, whatever the server asks for. It is
   * not asked about a request that must not be repeated (see `replay`). By default attempts go on after a lost connection, the end of a
   * stream, a timeout, and the statuses 408, 425, 429, 500, 502, 503 and 504; in an `EventSource` after no status.
   */
  when?: ((failure: AttemptFailure) => boolean | number) | undefined;
}

export interface PageOptions {
  /**
   * A page that is frozen, or goes into the back/forward cache, lets its connection go and reestablishes it when it comes back. True by
   * default.
   */
  freeze?: boolean | undefined;
  /** So does a page that is hidden. False by default. */
  hidden?: boolean | undefined;
  /** No attempts without a network, and one at once when it is back. True by default. */
  network?: boolean | undefined;
  /** A connection from before the machine slept is reestablished. True by default. */
  sleep?: boolean | undefined;
}

/** One transition of a connection. */
export interface StateChange {
  readonly from: ConnectionState;
  readonly to: ConnectionState;
  readonly url: string;
  /** Attempts made so far. */
  readonly attempt: number;
  /** What led to `waiting` or `closed`, if it was a failure. */
  readonly error: EventSourceError | undefined;
  /** Milliseconds until the next attempt, when `to` is `waiting`. */
  readonly delay: number | undefined;
}

/** What a connection asks for and how it holds: the options that all faces share. */
export interface ConnectionOptions {
  /** `GET` by default. What becomes of other methods when the connection is lost, `replay` says. */
  method?: string | undefined;
  /**
   * Fields to send, or a function that makes them for every attempt, to send a fresh token for example. They are not sent to another
   * origin when a redirect leads there.
   */
  headers?: ForAttempt<HeadersInit> | undefined;
  /** Names of headers that may go to another origin all the same; true for all of them. None by default. */
  crossOriginHeaders?: boolean | readonly string[] | undefined;
  /** What to send, for a method that takes a body; or a function that makes it for every attempt. None by default. */
  body?: ForAttempt<BodyInit | null> | undefined;
  /** Used instead of the platform's. Its answers need `status`, `headers`, `body` and `url`. */
  fetch?: Fetch | undefined;
  /** As for `fetch`; `cors` by default. */
  mode?: RequestMode | undefined;
  /** As for `fetch`; `same-origin` by default. */
  credentials?: RequestCredentials | undefined;
  /** `follow` by default; with `error` and `manual` a redirect fails the connection. */
  redirect?: RequestRedirect | undefined;
  /** As for `fetch`. */
  referrer?: string | undefined;
  /** As for `fetch`. */
  referrerPolicy?: ReferrerPolicy | undefined;
  /** Closes the connection when it is aborted; nothing is fetched when it is aborted already. */
  signal?: AbortSignal | undefined;
  /** Bytes that may be held for one event: 1 to 2^31 - 1, 64 MiB by default. The connection fails when more come. */
  maxEventSize?: number | undefined;
  /** The last event ID to begin with. Empty by default. */
  initialLastEventId?: string | undefined;
  /** Where the last event ID is kept, to go on after a restart of the program. It is read before the first attempt. None by default. */
  store?: LastEventIdStore | undefined;
  /** What the last event ID is kept as; the address by default. */
  storeKey?: string | undefined;
  /** When to ask again; false for never. */
  reconnect?: boolean | ReconnectOptions | undefined;
  /**
   * Whether a request that the server may have acted on is sent again when the connection is lost: by default if its method is
   * idempotent (RFC 9110, section 9.2.2) and its body is no stream. `resume-by-get` sends no such request again, but asks the same
   * address by GET with `Last-Event-ID`, once there is an ID, as the Model Context Protocol has it.
   */
  replay?: boolean | 'resume-by-get' | undefined;
  /** Milliseconds to wait for an answer's head; off by default. Then, unless told otherwise, the connection is reestablished. */
  connectTimeout?: Timeout | undefined;
  /** Milliseconds without a byte of the body (comments count); off by default. Then the connection is reestablished. */
  idleTimeout?: Timeout | undefined;
  /**
   * Milliseconds from the start until the connection fails, whatever it is doing; off by default. With `then: 'restart'` the age at
   * which each connection is given up and reestablished.
   */
  deadline?: Timeout | undefined;
  /** When the stream has come to its end, and is not to be reestablished: never by default. */
  finishOn?: FinishOn | undefined;
  /** How the connection follows the life of its page; false for not at all. */
  page?: boolean | PageOptions | undefined;
  /** Called for every transition. What it throws is reported. */
  onStateChange?: ((change: StateChange) => void) | undefined;
  /** Time and chance, for tests. The platform's by default. */
  clock?: Clock | undefined;
}
