import { ConnectionError } from '../errors/connection_error.js';
import { isPermanent, maxRedirects, redirected, redirectOf, refuseDowngrade } from './redirect.js';
import type { AttemptRequest } from './request.js';
import type { Answer, Exchange, Reply } from './transport.js';

/**
 * Follows redirects until there is an answer that is none.
 *
 * @param replied the redirect that the request has led to; undefined when it has not been sent
 * @throws ConnectionError with code ERR_SSE_REDIRECT, and what `fetch` throws
 */
export async function followRedirects(
  exchange: Exchange,
  first: AttemptRequest,
  replied: Reply | undefined,
): Promise<Answer> {
  let request = first;
  let reply = replied;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const known = exchange.means.knownRedirect(request.url.href);
    if (known !== undefined) {
      request = redirected(request, known);
      continue;
    }
    reply ??= await exchange.ask(request, 'manual');
    if (!reply.isRedirect) return reply;
    const isHidden = reply.response.type === 'opaqueredirect';
    const next = await (isHidden ? followInBrowser(exchange, request) : followReply(exchange, request, reply));
    if ('response' in next) return next;
    request = next;
    reply = undefined;
  }
  throw new ConnectionError('ERR_SSE_REDIRECT', `The server redirected more than ${maxRedirects} times`);
}

async function followReply(
  exchange: Exchange,
  request: AttemptRequest,
  { response, url }: Reply,
): Promise<Answer | AttemptRequest> {
  refuseDowngrade(request.url, url);
  const redirect = redirectOf(response);
  const next = redirected(request, redirect);
  const mayAddSecrets =
    exchange.mayAddSecrets && request.url.origin !== next.url.origin && next.crossOriginHeaders !== 'all';
  if (isPermanent(redirect) && mayBeStored(response) && !mayAddSecrets) {
    exchange.means.remember(request.url.href, redirect);
  }
  // RFC 9110, section 10.2.3: "When sent with any 3xx (Redirection) response, Retry-After indicates the minimum time that the user
  // agent is asked to wait before issuing the redirected request."
  await exchange.means.wait(response.headers);
  exchange.means.cancellation.throwIfCancelled();
  return mayAddSecrets ? followByFetch(exchange, request, next, redirect.status) : next;
}

// RFC 9111, sections 5.2.2.4 and 5.2.2.5: an answer with `no-store` is not kept, one with `no-cache` not used again unasked.
function mayBeStored({ headers }: Response): boolean {
  return !/\b(?:no-store|no-cache|max-age=0)\b/i.test(headers.get('cache-control') ?? '');
}

/**
 * A `fetch` of the caller's does not know that this request goes elsewhere. So it is asked to follow the redirect by itself, as the
 * platform's would, which takes `Authorization` off on the way.
 */
async function followByFetch(
  exchange: Exchange,
  request: AttemptRequest,
  next: AttemptRequest,
  status: number,
): Promise<Answer | AttemptRequest> {
  const isRepeatable = /^(?:GET|HEAD)$/.test(request.method) || status === 307 || status === 308;
  if (!isRepeatable) {
    throw new ConnectionError(
      'ERR_SSE_REDIRECT',
      `The server redirects a ${request.method} request to ${next.url.origin}, where the fetch option might send secrets; ` +
        'use the address that it redirects to, or allow crossOriginHeaders',
    );
  }
  const reply = await exchange.ask({ ...request, callerHeaders: next.callerHeaders }, 'follow');
  refuseDowngrade(request.url, reply.url);
  // A `fetch` that follows nothing, as those of tests.
  return reply.isRedirect ? next : reply;
}

/**
 * A browser hides where a redirect leads. So it is first followed without the caller's headers; if it stays within the origin, the
 * request with them is made anew at the address that it led to.
 */
async function followInBrowser(exchange: Exchange, request: AttemptRequest): Promise<Answer | AttemptRequest> {
  const { cancellation } = exchange.means;
  if (request.method !== 'GET') {
    throw new ConnectionError(
      'ERR_SSE_REDIRECT',
      `The server redirects a ${request.method} request, which a browser does not let a page follow; use the address that it redirects to`,
    );
  }
  const bare: AttemptRequest = { ...request, callerHeaders: undefined };
  // Of its own, because cancelling the body does not end the request in every browser.
  const abort = new AbortController();
  const listener = {
    cancelled: (): void => {
      abort.abort();
    },
  };
  cancellation.listen(listener);
  const reply = await exchange.ask(bare, 'follow', abort.signal);
  refuseDowngrade(request.url, reply.url);
  // A redirect that fetch hands out is one without a place to go.
  if (reply.isRedirect) return redirected(request, redirectOf(reply.response));
  if (reply.url.origin !== request.url.origin || reply.url.href === request.url.href) return reply;
  cancellation.ignore(listener);
  abort.abort();
  return { ...request, url: reply.url };
}
