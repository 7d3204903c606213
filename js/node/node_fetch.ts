import { patientDispatcher } from '../connection/body_timeout.js';
import type { Cancellable } from '../connection/cancellation.js';
import { type Fetch, type OwnFetch, ownFetches, platformFetch } from '../connection/transport.js';
import type { Dispatcher } from '../connection/undici.js';
import { isNode } from '../connection/platform.js';
import { usesNodesDispatcher } from './default_dispatcher.js';
import { Exchange } from './exchange.js';
import { askPlainly } from './plain_http.js';
import { cancellationOf, usualFields } from './request_parts.js';

export type { Dispatcher, Fetch };

export interface NodeFetchOptions {
  /**
   * What makes the connections: an `Agent`, a `ProxyAgent` or another dispatcher of undici 6, 7 or 8, with TLS options for example. By
   * default the one that Node's `fetch` uses, as it is at the time of a request; what is asked for by http needs none, unless one was set.
   */
  dispatcher?: Dispatcher | undefined;
}

/**
 * Makes a `fetch` for the option of that name that costs a service less than the platform's: by http it goes over
 * a TCP socket with nothing in between, and by https over the connections of undici, which Node has built in, without the web streams
 * behind them.
 *
 * It is made for the requests of this package. It follows no redirects, because a connection does so itself, keeps no cookies, and asks
 * for no compression. Where `fetch` is not Node's, it is the platform's.
 *
 * ```js
 * import { createEventSource } from 'eventsource-wasm';
 * import { nodeFetch } from 'eventsource-wasm/node';
 * const source = createEventSource({ url: 'https://example.com/feed', fetch: nodeFetch() });
 * ```
 */
export function nodeFetch({ dispatcher }: NodeFetchOptions = {}): Fetch {
  const fetch: OwnFetch = (input, init, cancellation) => {
    const url = new URL(input);
    if (dispatcher === undefined && isNode() && usesNodesDispatcher()) {
      const answer = askPlainly(url, init, cancellation);
      if (answer !== undefined) return answer;
    }
    const chosen = /^https?:$/.test(url.protocol) ? (dispatcher ?? patientDispatcher()) : undefined;
    if (chosen !== undefined) return ask(chosen, url, init, cancellation ?? cancellationOf(init));
    return platformFetch(input, init, cancellation);
  };
  ownFetches.add(fetch);
  return fetch;
}

async function ask(dispatcher: Dispatcher, url: URL, init: RequestInit, cancellation: Cancellable): Promise<Response> {
  cancellation.throwIfCancelled();
  const headers = new Headers(init.headers);
  const body = init.body === undefined || init.body === null ? null : await toBytes(init.body, headers);
  cancellation.throwIfCancelled();
  for (const [name, value] of usualFields) if (!headers.has(name)) headers.set(name, value);
  url.hash = '';
  const options = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: init.method ?? 'GET',
    headers: [...headers].flat(),
    body,
    bodyTimeout: 0,
  };
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Exchange(url.href, init.redirect, cancellation, { resolve, reject }));
  });
}

/** Fetch standard, "extract a body": with the type that it is of, unless the headers name one. */
async function toBytes(body: BodyInit, headers: Headers): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const extracted = new Response(body);
  const type = extracted.headers.get('content-type');
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  return body instanceof ReadableStream ? body : new Uint8Array(await extracted.arrayBuffer());
}
