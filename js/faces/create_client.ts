import type { Attempt, ForAttempt } from '../connection/request.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import { asyncDispose } from './async_dispose.js';
import type { ClientEventSource } from './client_event_source.js';
import { createEventSource } from './create_event_source.js';
import type { EventMap, EventSourceOptions } from './event_source_options.js';

/** What all streams of a client have in common, unless one of them says otherwise. */
export interface ClientOptions extends Omit<EventSourceOptions<EventMap>, 'url'> {
  /** What the addresses of streams are resolved against. The document's or worker's address by default, where there is one. */
  baseUrl?: string | URL | undefined;
}

/** A stream's own options. Its headers are added to the client's, and stand in their place where the names are the same. */
export type StreamOptions<Events extends EventMap> = EventSourceOptions<Events>;

/** An owner of many streams. */
export interface Client {
  /**
   * Opens a stream, as `createEventSource` does.
   *
   * @throws InvalidOptionError for an option that cannot work, and when the client was closed
   */
  open(
    options: StreamOptions<Record<string, unknown>> & { readonly json: true },
  ): ClientEventSource<Record<string, unknown>>;
  open<Events extends EventMap = Record<string, string>>(
    urlOrOptions: string | URL | StreamOptions<Events>,
  ): ClientEventSource<Events>;
  /** The streams that have not ended. */
  readonly streams: ReadonlySet<ClientEventSource<EventMap>>;
  /** Ends every stream, and opens no more. */
  close(): void;
  [asyncDispose](): Promise<void>;
}

/**
 * Makes an owner of many streams with common settings.
 *
 * ```js
 * const client = createClient({ baseUrl: 'https://api.example.com', headers: { authorization }, idleTimeout: 45_000 });
 * const orders = client.open('/orders');
 * ```
 *
 * @throws InvalidOptionError when `baseUrl` is no URL; what else cannot work is told when a stream is opened
 */
export function createClient(defaults: ClientOptions = {}): Client {
  const { baseUrl, ...shared } = defaults;
  const base = checkBase(baseUrl);
  const streams = new Set<ClientEventSource<EventMap>>();
  let isClosed = false;

  /** A stream may end and begin again: it is the client's for as long as it lives. */
  const watch = (options: EventSourceOptions<EventMap>): ClientEventSource<EventMap> => {
    const { onStateChange } = options;
    // Undefined while it is being made, which is when the first changes come.
    const made: { source?: ClientEventSource<EventMap> } = {};
    const keep = (isClosed: boolean): void => {
      if (made.source === undefined) return;
      if (isClosed) streams.delete(made.source);
      else streams.add(made.source);
    };
    const source = createEventSource<EventMap>({
      ...options,
      onStateChange: (change) => {
        keep(change.to === 'closed');
        onStateChange?.(change);
      },
    });
    made.source = source;
    keep(source.readyState === 'closed');
    return source;
  };

  return {
    streams,
    open<Events extends EventMap>(urlOrOptions: string | URL | StreamOptions<Events>): ClientEventSource<Events> {
      if (isClosed) throw new InvalidOptionError('url', 'the client was closed; make a new one');
      const isUrl = typeof urlOrOptions === 'string' || urlOrOptions instanceof URL;
      const own = (isUrl ? { url: urlOrOptions } : urlOrOptions) as EventSourceOptions<EventMap>;
      const source = watch({
        ...shared,
        ...given(own),
        url: resolveAgainst(base, own.url),
        headers: mergeHeaders(shared.headers, own.headers),
        signal: mergeSignals(shared.signal, own.signal),
        reconnect: mergeObjects(shared.reconnect, own.reconnect),
        page: mergeObjects(shared.page, own.page),
        queue: mergeObjects(shared.queue, own.queue),
      });
      return source as unknown as ClientEventSource<Events>;
    },
    close() {
      isClosed = true;
      for (const source of [...streams]) source.close();
      streams.clear();
    },
    [asyncDispose]() {
      this.close();
      return Promise.resolve();
    },
  };
}

/** Without what is there but undefined, which stands for the client's. */
function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** A stream that says one thing about its reconnecting leaves the others as they are. */
function mergeObjects<T>(common: T, own: T): T {
  if (typeof common !== 'object' || typeof own !== 'object') return own ?? common;
  return { ...common, ...own };
}

function checkBase(baseUrl: string | URL | undefined): URL | undefined {
  try {
    return baseUrl === undefined ? undefined : new URL(baseUrl);
  } catch {
    throw new InvalidOptionError('baseUrl', `"${String(baseUrl)}" is not an absolute URL`);
  }
}

function resolveAgainst(base: URL | undefined, url: ForAttempt<string | URL>): ForAttempt<string | URL> {
  if (base === undefined) return url;
  if (typeof url === 'function') return async (attempt) => new URL(await url(attempt), base);
  return URL.canParse(url, base) ? new URL(url, base) : url;
}

function mergeHeaders(
  common: ForAttempt<HeadersInit> | undefined,
  own: ForAttempt<HeadersInit> | undefined,
): ForAttempt<HeadersInit> | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  if (typeof common !== 'function' && typeof own !== 'function') return merged(common, own);
  return async (attempt) => merged(await headersOf(common, attempt), await headersOf(own, attempt));
}

function headersOf(headers: ForAttempt<HeadersInit>, attempt: Attempt): HeadersInit | Promise<HeadersInit> {
  return typeof headers === 'function' ? headers(attempt) : headers;
}

function merged(common: HeadersInit, own: HeadersInit): Headers {
  const headers = new Headers(common);
  for (const [name, value] of new Headers(own)) headers.set(name, value);
  return headers;
}

/** Either ends the stream. */
function mergeSignals(common: AbortSignal | undefined, own: AbortSignal | undefined): AbortSignal | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  // It forgets by itself the streams that have ended.
  if ('any' in AbortSignal) return AbortSignal.any([common, own]);
  const either = new AbortController();
  for (const signal of [common, own]) {
    const abort = (): void => {
      either.abort(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: either.signal });
  }
  return either.signal;
}
