import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import type { AttemptRequest } from './request.js';
import type { Answer, Exchange, Reply } from './transport.js';

/**
 * Sends a request and follows redirects.
 *
 * @throws ConnectionError with code ERR_SSE_NETWORK or ERR_SSE_REDIRECT
 */
export async function send(exchange: Exchange, request: AttemptRequest): Promise<Answer> {
  try {
    return await (request.redirect === 'follow' ? follow(exchange, request) : exchange.ask(request, request.redirect));
  } catch (cause) {
    if (cause instanceof EventSourceError) throw cause;
    const message = `The request to ${withoutQuery(request.url)} failed: ${describe(cause)}`;
    throw new ConnectionError('ERR_SSE_NETWORK', message, { cause });
  }
}

async function follow(exchange: Exchange, request: AttemptRequest): Promise<Answer> {
  let reply: Reply | undefined;
  if (exchange.means.knownRedirect(request.url.href) === undefined) {
    // Where redirects are hidden they are the business of `fetch`, unless the request holds what must not go elsewhere.
    const isPlain = redirectsAreHidden && request.method === 'GET' && !hasSecrets(request);
    reply = await exchange.ask(request, isPlain ? 'follow' : 'manual');
    if (!reply.isRedirect) return reply;
  }
  // Few servers redirect, so this is not loaded before one does.
  const { followRedirects } = await import('./follow_redirects.js');
  exchange.means.cancellation.throwIfCancelled();
  return followRedirects(exchange, request, reply);
}

// A browser does not tell a page where a redirect leads, and follows it itself; other runtimes show the answer.
const redirectsAreHidden =
  typeof document !== 'undefined' ||
  typeof (globalThis as { WorkerGlobalScope?: unknown }).WorkerGlobalScope !== 'undefined';

function hasSecrets({ callerHeaders, crossOriginHeaders }: AttemptRequest): boolean {
  if (crossOriginHeaders === 'all') return false;
  return [...(callerHeaders?.keys() ?? [])].some((name) => name !== 'last-event-id' && !crossOriginHeaders.has(name));
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
