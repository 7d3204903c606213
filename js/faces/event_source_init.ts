import type { Attempt, RequestSettings } from '../connection/request.js';
import type { Fetch } from '../connection/transport.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';

/** The second argument of `new EventSource()`. All but `withCredentials` are extensions of the standard. */
export interface EventSourceInit {
  /** [spec] Whether cookies and other credentials go to other origins too. False by default. */
  withCredentials?: boolean | undefined;
  /** Used instead of the platform's. Its answers need `status`, `headers`, `body` and `url`. */
  fetch?: Fetch | undefined;
  /**
   * Fields to send, or a function that is called for every attempt and makes them, to send a fresh token for example. They are
   * not sent to another origin when a redirect leads there.
   */
  headers?: HeadersInit | ((attempt: Attempt) => HeadersInit | Promise<HeadersInit>) | undefined;
  /** `GET` by default. A request whose method is not idempotent, as POST, is not sent a second time. */
  method?: string | undefined;
  /** What to send, for a method that takes a body. None by default. */
  body?: BodyInit | null | undefined;
  /** Closes the connection when it is aborted; nothing is fetched when it is aborted already. */
  signal?: AbortSignal | undefined;
  /** Bytes that may be held for one event: 1 to 2^31 - 1, 64 MiB by default. The connection fails when more come. */
  maxEventSize?: number | undefined;
}

export interface CheckedInit {
  readonly request: RequestSettings;
  readonly fetch: Fetch | undefined;
  readonly signal: AbortSignal | undefined;
  readonly maxEventSize: number;
}

/** @throws InvalidOptionError for the first option that cannot work */
export function checkInit(url: URL, init: EventSourceInit): CheckedInit {
  const { method = 'GET', body = null, headers, fetch, signal } = init;
  requireThat(fetch === undefined || typeof fetch === 'function', 'fetch', 'must be a function like the global fetch');
  requireThat(
    signal === undefined || (typeof signal === 'object' && 'aborted' in signal),
    'signal',
    'must be an AbortSignal',
  );
  checkRequest(method, body);
  if (headers !== undefined && typeof headers !== 'function') {
    attempt('headers', () => new Headers(headers));
  }
  return {
    request: {
      url,
      method: method.toUpperCase(),
      body,
      credentials: init.withCredentials ? 'include' : 'same-origin',
      headers,
    },
    fetch,
    signal,
    maxEventSize: checkMaxEventSize(init.maxEventSize),
  };
}

/** Whether the request can be sent more than once. */
export function isRepeatable(request: RequestSettings): boolean {
  return typeof ReadableStream === 'undefined' || !(request.body instanceof ReadableStream);
}

function checkRequest(method: unknown, body: BodyInit | null): void {
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
}

function attempt(option: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new InvalidOptionError(option, error instanceof Error ? error.message : String(error));
  }
}

function requireThat(condition: boolean, option: string, problem: string): asserts condition {
  if (!condition) throw new InvalidOptionError(option, problem);
}
