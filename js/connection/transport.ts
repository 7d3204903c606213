import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { isRedirect, maxRedirects, redirected, refuseDowngrade } from './redirect.js';
import type { AttemptRequest } from './request.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly response: Response;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/**
 * Sends a request and follows redirects.
 *
 * @throws ConnectionError with code ERR_SSE_NETWORK or ERR_SSE_REDIRECT
 */
export async function send(fetch: Fetch, request: AttemptRequest, signal: AbortSignal): Promise<Answer> {
  try {
    const isPlain = request.method.toUpperCase() === 'GET' && !hasSecrets(request.callerHeaders);
    return await (isPlain && redirectsAreHidden ? follow : followByHand)(fetch, request, signal);
  } catch (cause) {
    if (cause instanceof EventSourceError) throw cause;
    throw new ConnectionError('ERR_SSE_NETWORK', `The request to ${request.url.href} failed: ${describe(cause)}`, {
      cause,
    });
  }
}

/** The platform's `fetch` as it is at the time of a request; and what it cannot know, it fails for good. */
export const platformFetch: Fetch = (input, init) => {
  const { protocol } = new URL(input);
  if (!fetchableSchemes.has(protocol)) {
    throw new ConnectionError('ERR_SSE_URL', `"${protocol}" addresses cannot be fetched; use http: or https:`);
  }
  return globalThis.fetch(input, init);
};

// Fetch standard, section 4.3 "Scheme fetch", without `about` and `file`, which have no event stream to give.
const fetchableSchemes = new Set(['http:', 'https:', 'data:', 'blob:']);

// A browser does not tell a page where a redirect leads, and follows it itself; other runtimes show the answer.
const redirectsAreHidden =
  typeof document !== 'undefined' ||
  typeof (globalThis as { WorkerGlobalScope?: unknown }).WorkerGlobalScope !== 'undefined';

function hasSecrets(headers: Headers): boolean {
  return [...headers.keys()].some((name) => name !== 'last-event-id');
}

/** Redirects are the business of `fetch`: the request holds nothing that must not go elsewhere. */
async function follow(fetch: Fetch, request: AttemptRequest, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(request.url.href, toInit(request, 'follow', signal));
  const url = finalUrl(response, request.url);
  try {
    refuseDowngrade(request.url, url);
    // A redirect that fetch hands out is one without a place to go.
    if (isRedirect(response)) redirected(request, response);
  } catch (error) {
    void discard(response);
    throw error;
  }
  return { response, url };
}

async function followByHand(fetch: Fetch, first: AttemptRequest, signal: AbortSignal): Promise<Answer> {
  let request = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await fetch(request.url.href, toInit(request, 'manual', signal));
    if (response.type === 'opaqueredirect') {
      const answer = await followInBrowser(fetch, request, signal);
      if ('response' in answer) return answer;
      request = answer;
      continue;
    }
    if (!isRedirect(response)) return { response, url: finalUrl(response, request.url) };
    void discard(response);
    request = redirected(request, response);
  }
  throw new ConnectionError('ERR_SSE_REDIRECT', `The server redirected more than ${maxRedirects} times`);
}

/**
 * A browser hides where a redirect leads. So it is first followed without the caller's headers; if it stays within the origin, the
 * request with them is made anew at the address that it led to.
 */
async function followInBrowser(
  fetch: Fetch,
  request: AttemptRequest,
  signal: AbortSignal,
): Promise<Answer | AttemptRequest> {
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
  const answer = await follow(fetch, bare, abort.signal);
  if (answer.url.origin !== request.url.origin || answer.url.href === request.url.href) return answer;
  signal.removeEventListener('abort', abortToo);
  abort.abort();
  return { ...request, url: answer.url };
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
  return { ...init, mode: 'cors', credentials: request.credentials, cache: 'no-store' };
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
