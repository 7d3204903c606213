import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { fetchNow } from './platform_fetch.js';
import {
  isPermanent,
  isRedirect,
  maxRedirects,
  type Redirect,
  redirected,
  redirectOf,
  refuseDowngrade,
} from './redirect.js';
import type { AttemptRequest } from './request.js';
import { retryAfter } from './retry_after.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly response: Response;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/** What the requests of one attempt are sent with. */
export interface Exchange {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** The permanent redirect that leads away from this address, if it is known: it is followed unasked. */
  readonly knownRedirect: (url: string) => Redirect | undefined;
  readonly remember: (url: string, redirect: Redirect) => void;
  /** Milliseconds since 1970. */
  readonly wallTime: () => number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  wait(delay: number): Promise<void>;
  /** Whether a server has answered anything, if only with a redirect. */
  answered: boolean;
}

/**
 * Sends a request and follows redirects.
 *
 * @throws ConnectionError with code ERR_SSE_NETWORK or ERR_SSE_REDIRECT
 */
export async function send(exchange: Exchange, request: AttemptRequest): Promise<Answer> {
  try {
    if (request.redirect !== 'follow') return await sendOnly(exchange, request);
    const isPlain = request.method.toUpperCase() === 'GET' && !hasSecrets(request);
    return await (isPlain && redirectsAreHidden ? follow : followByHand)(exchange, request);
  } catch (cause) {
    if (cause instanceof EventSourceError) throw cause;
    throw new ConnectionError(
      'ERR_SSE_NETWORK',
      `The request to ${withoutQuery(request.url)} failed: ${describe(cause)}`,
      {
        cause,
      },
    );
  }
}

/** The platform's `fetch` as it is at the time of a request; and what it cannot know, it fails for good. */
export const platformFetch: Fetch = (input, init) => {
  const { protocol } = new URL(input);
  if (!fetchableSchemes.has(protocol)) {
    throw new ConnectionError('ERR_SSE_URL', `"${protocol}" addresses cannot be fetched; use http: or https:`);
  }
  return fetchNow(input, init);
};

// Fetch standard, section 4.3 "Scheme fetch", without `about` and `file`, which have no event stream to give.
const fetchableSchemes = new Set(['http:', 'https:', 'data:', 'blob:']);

// A browser does not tell a page where a redirect leads, and follows it itself; other runtimes show the answer.
const redirectsAreHidden =
  typeof document !== 'undefined' ||
  typeof (globalThis as { WorkerGlobalScope?: unknown }).WorkerGlobalScope !== 'undefined';

function hasSecrets({ callerHeaders, crossOriginHeaders }: AttemptRequest): boolean {
  if (crossOriginHeaders === 'all') return false;
  return [...callerHeaders.keys()].some((name) => name !== 'last-event-id' && !crossOriginHeaders.has(name));
}

/** The caller wants no redirect followed. */
async function sendOnly(exchange: Exchange, request: AttemptRequest): Promise<Answer> {
  const response = await ask(exchange, request, request.redirect);
  return { response, url: finalUrl(response, request.url) };
}

/** Redirects are the business of `fetch`: the request holds nothing that must not go elsewhere. */
async function follow(exchange: Exchange, request: AttemptRequest): Promise<Answer> {
  const response = await ask(exchange, request, 'follow');
  const url = finalUrl(response, request.url);
  try {
    refuseDowngrade(request.url, url);
    // A redirect that fetch hands out is one without a place to go.
    if (isRedirect(response)) redirected(request, redirectOf(response));
  } catch (error) {
    void discard(response);
    throw error;
  }
  return { response, url };
}

async function followByHand(exchange: Exchange, first: AttemptRequest): Promise<Answer> {
  let request = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const known = exchange.knownRedirect(request.url.href);
    if (known !== undefined) {
      request = redirected(request, known);
      continue;
    }
    const response = await ask(exchange, request, 'manual');
    if (response.type === 'opaqueredirect') {
      const answer = await followInBrowser(exchange, request);
      if ('response' in answer) return answer;
      request = answer;
      continue;
    }
    if (!isRedirect(response)) return { response, url: finalUrl(response, request.url) };
    void discard(response);
    const next = await followAnswer(exchange, request, response);
    if (mayAddSecrets(exchange, request, next)) {
      const answer = await followByFetch(exchange, request, next, response.status);
      if (!isRedirect(answer.response)) return answer;
      // A `fetch` that follows nothing, as those of tests.
      void discard(answer.response);
    }
    request = next;
  }
  throw new ConnectionError('ERR_SSE_REDIRECT', `The server redirected more than ${maxRedirects} times`);
}

async function followAnswer(exchange: Exchange, request: AttemptRequest, response: Response): Promise<AttemptRequest> {
  const redirect = redirectOf(response);
  const next = redirected(request, redirect);
  if (isPermanent(redirect) && mayBeStored(response) && !mayAddSecrets(exchange, request, next)) {
    exchange.remember(request.url.href, redirect);
  }
  // RFC 9110, section 10.2.3: "When sent with any 3xx (Redirection) response, Retry-After indicates the minimum time that the user
  // agent is asked to wait before issuing the redirected request."
  const delay = retryAfter(response.headers, exchange.wallTime());
  if (delay !== undefined && delay > 0) await exchange.wait(delay);
  exchange.signal.throwIfAborted();
  return next;
}

// RFC 9111, sections 5.2.2.4 and 5.2.2.5: an answer with `no-store` is not kept, one with `no-cache` not used again unasked.
function mayBeStored({ headers }: Response): boolean {
  return !/\b(?:no-store|no-cache|max-age=0)\b/i.test(headers.get('cache-control') ?? '');
}

/** Those that send what they are given, and nothing of their own. */
export const plainFetches = new WeakSet<Fetch>([platformFetch]);

/** A `fetch` of the caller's may put a token into every request, and does not know that this one goes elsewhere. */
function mayAddSecrets({ fetch }: Exchange, from: AttemptRequest, to: AttemptRequest): boolean {
  return !plainFetches.has(fetch) && from.url.origin !== to.url.origin && to.crossOriginHeaders !== 'all';
}

/** So it is asked to follow this redirect by itself, as the platform's would, which takes `Authorization` off on the way. */
async function followByFetch(
  exchange: Exchange,
  request: AttemptRequest,
  next: AttemptRequest,
  status: number,
): Promise<Answer> {
  const isRepeatable = /^(?:GET|HEAD)$/.test(request.method) || status === 307 || status === 308;
  if (!isRepeatable) {
    throw new ConnectionError(
      'ERR_SSE_REDIRECT',
      `The server redirects a ${request.method} request to ${next.url.origin}, where the fetch option might send secrets; ` +
        'use the address that it redirects to, or allow crossOriginHeaders',
    );
  }
  const response = await ask(exchange, { ...request, callerHeaders: next.callerHeaders }, 'follow');
  const url = finalUrl(response, request.url);
  refuseDowngrade(request.url, url);
  return { response, url };
}

/**
 * A browser hides where a redirect leads. So it is first followed without the caller's headers; if it stays within the origin, the
 * request with them is made anew at the address that it led to.
 */
async function followInBrowser(exchange: Exchange, request: AttemptRequest): Promise<Answer | AttemptRequest> {
  const { signal } = exchange;
  if (request.method.toUpperCase() !== 'GET') {
    throw new ConnectionError(
      'ERR_SSE_REDIRECT',
      `The server redirects a ${request.method} request, which a browser does not let a page follow; use the address that it redirects to`,
    );
  }
  const bare: AttemptRequest = { ...request, callerHeaders: new Headers() };
  // Of its own, because cancelling the body does not end the request in every browser.
  const abort = new AbortController();
  const abortToo = (): void => {
    abort.abort(signal.reason);
  };
  signal.addEventListener('abort', abortToo, { once: true });
  const answer = await follow({ ...exchange, signal: abort.signal }, bare);
  if (answer.url.origin !== request.url.origin || answer.url.href === request.url.href) return answer;
  signal.removeEventListener('abort', abortToo);
  abort.abort();
  return { ...request, url: answer.url };
}

async function ask(exchange: Exchange, request: AttemptRequest, redirect: RequestRedirect): Promise<Response> {
  // Not as a method: a browser's own `fetch` refuses to be one of another object.
  const { fetch, signal } = exchange;
  const response = await fetch(request.url.href, toInit(request, redirect, signal));
  exchange.answered = true;
  return response;
}

function toInit(request: AttemptRequest, redirect: RequestRedirect, signal: AbortSignal): RequestInit {
  const headers = new Headers(request.ownHeaders);
  for (const [name, value] of request.callerHeaders) headers.set(name, value);
  const init: RequestInit = { method: request.method, headers, redirect, signal };
  if (request.body !== null) {
    init.body = request.body;
    if (request.body instanceof ReadableStream) Object.assign(init, { duplex: 'half' });
  }
  // Cloudflare's Workers have no cookies, no CORS and no cache of this kind, and throw at these members.
  if ((globalThis as { navigator?: Navigator }).navigator?.userAgent === 'Cloudflare-Workers') return init;
  // [spec] "create a potential-CORS request [...] Set request's cache mode to 'no-store'."
  return { mode: 'cors', ...request.init, ...init, cache: 'no-store' };
}

function finalUrl(response: Response, requested: URL): URL {
  return response.url === '' ? requested : new URL(response.url);
}

/** The body is not wanted, and must not hold the socket. Fulfilled when it has been let go. */
export async function discard(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // It was aborted in the meantime, which is as good.
  }
}

/** Whether somebody else reads the answer's body. */
export function isInUse({ body, bodyUsed }: Response): boolean {
  return bodyUsed || body?.locked === true;
}

/** Whoever was told of the answer may have begun to read its body, or a clone: that cancelling waits for. */
export function discardUnlessInUse(response: Response): Promise<void> | undefined {
  return isInUse(response) ? undefined : discard(response);
}

/** Messages are logged, and a query may hold a secret. */
function withoutQuery({ origin, pathname, protocol }: URL): string {
  return origin === 'null' ? protocol : origin + pathname;
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // Node's fetch says "fetch failed", and what happened in its cause.
  return cause.cause instanceof Error ? `${cause.message} (${cause.cause.message})` : cause.message;
}

// What Node's errors are called when no connection was made: the server cannot have seen the request.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether the server may have seen the request that failed with this error. */
export function mayHaveBeenSent(error: EventSourceError): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && neverSent.has(cause.code)) return false;
  }
  return true;
}
