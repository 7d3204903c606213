import { ConnectionError } from '../errors/connection_error.js';
import type { AttemptRequest } from './request.js';

/** Fetch standard, "HTTP-redirect fetch": "If request's redirect count is 20, then return a network error." */
export const maxRedirects = 20;

/** Where an answer leads, and how. */
export interface Redirect {
  readonly status: number;
  readonly location: string | null;
}

export function redirectOf({ status, headers }: Response): Redirect {
  return { status, location: headers.get('location') };
}

/**
 * RFC 9110, sections 15.4.2 and 15.4.9: the target "has been assigned a new permanent URI and any future references to this resource
 * ought to use one of the enclosed URIs".
 */
export function isPermanent({ status }: Redirect): boolean {
  return status === 301 || status === 308;
}

/**
 * The request that follows a redirect.
 *
 * `fetch` takes only `Authorization` off when it is led to another origin; here all of the caller's headers stay behind, since any of
 * them may be a secret, but those that the caller allows to go.
 *
 * @throws ConnectionError with code ERR_SSE_REDIRECT when the redirect cannot be followed
 */
export function redirected(request: AttemptRequest, { status, location }: Redirect): AttemptRequest {
  if (location === null) {
    throw new ConnectionError('ERR_SSE_REDIRECT', `The server answered ${status} without a Location field`);
  }
  const url = parseLocation(location, request.url);
  if (url.hash === '') url.hash = request.url.hash;
  refuseDowngrade(request.url, url);

  const { method, body } = redirectedBody(request, status);
  const callerHeaders = new Headers(request.callerHeaders);
  if (url.origin !== request.url.origin) keepAllowed(callerHeaders, request.crossOriginHeaders);
  if (request.callerHeaders !== undefined) moveBodyFields(request.callerHeaders, callerHeaders, body !== null);
  return { ...request, url, method, body, callerHeaders };
}

/** @throws ConnectionError with code ERR_SSE_REDIRECT when a redirect leads from https to http */
export function refuseDowngrade(from: URL, to: URL): void {
  if (from.protocol !== 'https:' || to.protocol === 'https:') return;
  throw new ConnectionError(
    'ERR_SSE_REDIRECT',
    `The server redirects from https to ${to.protocol}//${to.host}, which is refused; use the address that it redirects to`,
  );
}

function parseLocation(location: string, base: URL): URL {
  let url: URL;
  try {
    url = new URL(location, base);
  } catch (cause) {
    throw new ConnectionError('ERR_SSE_REDIRECT', `The server redirects to "${location}", which is no URL`, { cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConnectionError('ERR_SSE_REDIRECT', `The server redirects to ${url.protocol}, which is no HTTP`);
  }
  return url;
}

function redirectedBody(request: AttemptRequest, status: number): Pick<AttemptRequest, 'method' | 'body'> {
  // Fetch standard: "actualResponse's status is 301 or 302 and request's method is `POST`", or "actualResponse's status is 303 and
  // request's method is not `GET` or `HEAD`": GET, without a body.
  const isPost = request.method === 'POST';
  if ((isPost && (status === 301 || status === 302)) || (status === 303 && request.method !== 'HEAD')) {
    return { method: 'GET', body: null };
  }
  if (request.body instanceof ReadableStream) {
    throw new ConnectionError(
      'ERR_SSE_REDIRECT',
      `The server answered ${status}, and a body that is a stream cannot be sent twice; give the body as a string or bytes`,
    );
  }
  return { method: request.method, body: request.body };
}

// Fetch standard, "request-body-header name".
const bodyFields = ['content-encoding', 'content-language', 'content-location', 'content-type'];

function keepAllowed(headers: Headers, allowed: AttemptRequest['crossOriginHeaders']): void {
  if (allowed === 'all') return;
  for (const name of [...headers.keys()]) if (!allowed.has(name)) headers.delete(name);
}

/** What describes the body goes where the body goes, to another origin too, and nowhere else. */
function moveBodyFields(from: Headers, to: Headers, hasBody: boolean): void {
  for (const name of bodyFields) {
    const value = from.get(name);
    if (hasBody && value !== null) to.set(name, value);
    else to.delete(name);
  }
}
