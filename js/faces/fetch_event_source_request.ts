import type { ConnectionOptions } from '../connection/connection_options.js';
import { baseUrl } from '../connection/request.js';
import { type Fetch, type OwnFetch, ownFetches, platformFetch } from '../connection/transport.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import type { FetchEventSourceInit } from './fetch_event_source_init.js';

/** Where to, and how: what `input` and `init` say, as a connection takes it. */
export interface FetchedRequest {
  readonly url: URL;
  readonly options: ConnectionOptions;
}

/**
 * A `Request` is asked for its parts, as `new Request(input, init)` would do it, and its body read, so that it can be sent again.
 *
 * @throws InvalidOptionError when `input` is no address
 * @throws TypeError when a `Request` has been used already
 */
export async function toFetchedRequest(input: RequestInfo | URL, init: FetchEventSourceInit): Promise<FetchedRequest> {
  const { openWhenHidden = false, page = true, signal, ...others } = init;
  const own = isRequest(input) ? await partsOf(input, init) : {};
  const chosenSignal = signal === undefined ? own.signal : (signal ?? undefined);
  return {
    url: toUrl(isRequest(input) ? input.url : input),
    options: {
      ...own,
      ...others,
      signal: chosenSignal,
      fetch: withRest(init),
      page: page === false ? false : { hidden: !openWhenHidden, ...(page === true ? {} : page) },
    },
  };
}

function isRequest(input: RequestInfo | URL): input is Request {
  return typeof input === 'object' && 'url' in input;
}

async function partsOf(request: Request, init: FetchEventSourceInit): Promise<ConnectionOptions> {
  const { method, headers, mode, credentials, redirect, referrer, referrerPolicy, signal } = request;
  const parts = { method, headers, mode, credentials, redirect, referrer, referrerPolicy, signal };
  if (init.body !== undefined || /^(?:GET|HEAD)$/i.test(init.method ?? method)) return parts;
  const body = await request.clone().arrayBuffer();
  return body.byteLength === 0 ? parts : { ...parts, body };
}

function toUrl(input: string | URL): URL {
  try {
    return new URL(input, baseUrl());
  } catch {
    const hint = baseUrl() === undefined ? '; without a page it must be absolute' : '';
    throw new InvalidOptionError('input', `"${String(input)}" is not a URL${hint}`);
  }
}

/** Hands on the members of which a connection knows nothing, `priority` or Node's `dispatcher` for example. */
function withRest(init: FetchEventSourceInit): Fetch {
  const { fetch } = init;
  // A request has no body when it has become a GET on its way, and is given up by the connection.
  const rest: object = { ...init, body: undefined, signal: undefined };
  if (fetch === undefined) {
    const own: OwnFetch = (url, options, cancellation) => platformFetch(url, { ...rest, ...options }, cancellation);
    ownFetches.add(own);
    return own;
  }
  if (typeof fetch !== 'function') return fetch;
  return (url, options) => fetch(url, { ...rest, ...options });
}
