import { ConnectionError } from '../errors/connection_error.js';
import type { Cancellation } from './cancellation.js';
import { fetchNow } from './runtime.js';
import type { Redirect } from './redirect.js';
import type { AttemptRequest } from './request.js';
import { isStream } from './stream_body.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly response: Response;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

/** What one request was answered with. */
export interface Reply extends Answer {
  /** Whether it leads elsewhere, or led where it must not. Its body is let go if the redirect is to be followed. */
  readonly isRedirect: boolean;
}

/** What the requests of one attempt are made with. */
export interface Means {
  readonly fetch: OwnFetch;
  readonly cancellation: Cancellation;
  /** Whether a caller's function gets the answer, to whom a request that is given up has to look as with any `fetch`. */
  readonly showsAnswer: boolean;
  /** The permanent redirect that leads away from this address, if it is known: it is followed unasked. */
  readonly knownRedirect: (url: string) => Redirect | undefined;
  readonly remember: (url: string, redirect: Redirect) => void;
  /** Waits for as long as an answer with these fields asks, or until the signal is aborted. */
  readonly wait: (headers: Headers) => Promise<void>;
}

/** The requests of one attempt. */
export class Exchange {
  readonly means: Means;
  /** Whether a server has answered anything, if only with a redirect. */
  isAnswered = false;

  constructor(means: Means) {
    this.means = means;
  }

  /** A `fetch` of the caller's may put a token into every request, wherever that one goes. */
  get mayAddSecrets(): boolean {
    return !ownFetches.has(this.means.fetch);
  }

  /** @param signal in place of the attempt's own */
  async ask(request: AttemptRequest, redirect: RequestRedirect, signal?: AbortSignal): Promise<Reply> {
    // Not as a method: a browser's own `fetch` refuses to be one of another object.
    const { fetch, cancellation, showsAnswer } = this.means;
    const { href } = request.url;
    const isOwn = ownFetches.has(fetch);
    const init = toInit(request, redirect);
    if (!isOwn) init.headers = new Headers(init.headers);
    if (!isOwn || showsAnswer || signal) init.signal = signal ?? cancellation.signal;
    const response = await (isOwn ? fetch(href, init, cancellation) : fetch(href, init));
    this.isAnswered = true;
    const url = response.url === '' || response.url === href ? request.url : new URL(response.url);
    const isDowngraded = request.url.protocol === 'https:' && url.protocol !== 'https:';
    const isRedirected = isRedirect(response) || response.type === 'opaqueredirect' || isDowngraded;
    if (isRedirected && request.redirect === 'follow') void discard(response);
    return { response, url, isRedirect: isRedirected };
  }
}

/** A `fetch` of ours. A cancellation ends the request as the signal in `init` would, and takes less. */
export type OwnFetch = (input: string, init: RequestInit, cancellation?: Cancellation) => Promise<Response>;

/** The platform's `fetch` as it is at the time of a request; and what it cannot know, it fails for good. */
export const platformFetch: OwnFetch = (input, init, cancellation) => {
  if (!fetchableScheme.test(input)) {
    const { protocol } = new URL(input);
    throw new ConnectionError('ERR_SSE_URL', `"${protocol}" addresses cannot be fetched; use http: or https:`);
  }
  return fetchNow(input, init, cancellation);
};

// Fetch standard, section 4.3 "Scheme fetch", without `about` and `file`, which have no event stream to give.
const fetchableScheme = /^\s*(?:https?|data|blob):/i;

/** They send what they are given, and nothing of their own. */
export const ownFetches = new WeakSet<OwnFetch>([platformFetch]);

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

export function isRedirect({ status }: { readonly status: number }): boolean {
  return redirectStatuses.has(status);
}

function allHeaders({ ownHeaders, callerHeaders }: AttemptRequest): HeadersInit {
  if (callerHeaders === undefined) return ownHeaders;
  const headers = new Headers(ownHeaders);
  for (const [name, value] of callerHeaders) headers.set(name, value);
  return headers;
}

function toInit(request: AttemptRequest, redirect: RequestRedirect): RequestInit {
  const { method, body } = request;
  const headers = allHeaders(request);
  // Cloudflare's Workers have no cookies, no CORS and no cache of this kind, and throw at these members.
  const isCloudflare = (globalThis as { navigator?: Navigator }).navigator?.userAgent === 'Cloudflare-Workers';
  const init: RequestInit = { method, headers, redirect };
  // [spec] "create a potential-CORS request [...] Set request's cache mode to 'no-store'."
  if (!isCloudflare) Object.assign(init, { mode: 'cors' }, request.init, { cache: 'no-store' });
  if (body !== null) {
    init.body = body;
    if (isStream(body)) Object.assign(init, { duplex: 'half' });
  }
  return init;
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

/** The attempt is over. Its answer's body, if that is to be discarded, is cancelled first. */
export function cancelUnlessInUse(cancellation: Cancellation, response: Response | undefined): void {
  const cancel = (): void => {
    cancellation.cancel();
  };
  if (response === undefined) cancel();
  else discardUnlessInUse(response)?.then(cancel, cancel);
}
