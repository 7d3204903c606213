import { Connection } from '../connection/connection.js';
import { connectionSettings, standardDefaults } from '../connection/connection_settings.js';
import { ReadableStreamConnection, streamAddress } from '../connection/readable_stream_connection.js';
import { baseUrl } from '../connection/request.js';
import type { Observer } from '../connection/stream_connection.js';
import type { Answer } from '../connection/transport.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { StreamEvent } from '../parser/stream_item.js';
import { type EventHandler, EventHandlers } from './event_handler.js';
import { EventSourceErrorEvent } from './event_source_error_event.js';
import type { EventSourceInit } from './event_source_init.js';
import { receivedEvent } from './received_event.js';
import { initOverStream, streamBehind } from './from_readable_stream.js';

export interface EventSourceEventMap {
  open: Event;
  message: MessageEvent<string>;
  error: EventSourceErrorEvent;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

// What the class inherits, with the events that it dispatches.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- declares nothing that is not there
export interface EventSource {
  addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: ((this: EventSource, event: EventSourceEventMap[K]) => unknown) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: ((this: EventSource, event: MessageEvent<string>) => unknown) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: ((this: EventSource, event: EventSourceEventMap[K]) => unknown) | EventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: ((this: EventSource, event: MessageEvent<string>) => unknown) | EventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * The `EventSource` of the HTML standard (section 9.2), with a few options more. What the server sends is dispatched as a
 * `MessageEvent` named as the server says, `message` when it says nothing; `open` and `error` tell of the connection.
 *
 * ```js
 * const source = new EventSource('https://example.com/feed');
 * source.onmessage = ({ data }) => console.log(data);
 * source.addEventListener('price', ({ data }) => console.log('price', data));
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class EventSource extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSED = CLOSED;
  declare readonly CONNECTING: typeof CONNECTING;
  declare readonly OPEN: typeof OPEN;
  declare readonly CLOSED: typeof CLOSED;

  readonly #url: string;
  readonly #withCredentials: boolean;
  readonly #connection: Connection | ReadableStreamConnection;
  #handlers: EventHandlers | undefined;
  #origin = '';

  /**
   * @param url resolved against the document's or worker's address, where there is one
   * @throws DOMException named SyntaxError when `url` is no URL
   * @throws InvalidOptionError for an option that cannot work; its message names it
   */
  constructor(url: string | URL, eventSourceInitDict: EventSourceInit = {}) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'EventSource': 1 argument required, but only 0 present.");
    }
    super();
    const init = toDictionary(eventSourceInitDict);
    this.#url = resolve(url);
    this.#withCredentials = Boolean(init.withCredentials);
    const credentials = init.credentials ?? (this.#withCredentials ? 'include' : 'same-origin');
    const options = { ...init, credentials };
    const failed = (error: EventSourceError): void => {
      this.dispatchEvent(new EventSourceErrorEvent(error));
    };
    const observer: Observer = {
      opened: (answer) => {
        this.#announce(answer);
      },
      event: (event) => {
        this.#dispatch(event);
      },
      failed,
      troubled: failed,
      finished: nothing,
      aborted: nothing,
    };
    const stream = streamBehind(init);
    this.#connection =
      stream === undefined
        ? new Connection(connectionSettings(this.#url, options, standardDefaults), observer)
        : new ReadableStreamConnection(stream, observer);
    this.#connection.start();
  }

  /**
   * Dispatches the events of a stream that is there already. Nothing is fetched, and nothing is asked for again: the end of the stream,
   * and its failure, are an `error` with the state `CLOSED`. `url` is `about:event-stream`.
   *
   * @experimental as proposed in whatwg/html#12272; it will change as the proposal does
   * @throws TypeError for what is no `ReadableStream`, and for one that somebody else reads
   */
  static fromReadableStream(stream: ReadableStream<Uint8Array>): EventSource {
    return sourceOver(stream);
  }

  /**
   * The last event ID, to be sent by who makes the next stream.
   *
   * @experimental see `fromReadableStream`
   */
  get lastEventId(): string {
    return this.#connection.lastEventId;
  }

  /**
   * Milliseconds to wait before the next attempt, as the server asked, or 3000.
   *
   * @experimental see `fromReadableStream`
   */
  get reconnectionTime(): number {
    return this.#connection.reconnectionTime;
  }

  /**
   * Discards what has been read of an event that is not complete, before another stream is piped into the one that it was made from.
   * Without effect on an `EventSource` that was made from a URL: it does so by itself.
   *
   * @experimental see `fromReadableStream`
   */
  reset(): void {
    if (this.#connection instanceof ReadableStreamConnection) this.#connection.reset();
  }

  /** [spec] "Returns the URL providing the event stream." */
  get url(): string {
    return this.#url;
  }

  get withCredentials(): boolean {
    return this.#withCredentials;
  }

  /** 0 (`CONNECTING`), 1 (`OPEN`) or 2 (`CLOSED`). */
  get readyState(): typeof CONNECTING | typeof OPEN | typeof CLOSED {
    const { state } = this.#connection;
    if (state === 'open') return OPEN;
    return state === 'closed' ? CLOSED : CONNECTING;
  }

  get onopen(): EventHandler<Event> {
    return (this.#handlers?.get('open') ?? null) as EventHandler<Event>;
  }
  set onopen(handler: EventHandler<Event>) {
    this.#handle('open', handler);
  }

  get onmessage(): EventHandler<MessageEvent<string>> {
    return (this.#handlers?.get('message') ?? null) as EventHandler<MessageEvent<string>>;
  }
  set onmessage(handler: EventHandler<MessageEvent<string>>) {
    this.#handle('message', handler);
  }

  get onerror(): EventHandler<EventSourceErrorEvent> {
    return (this.#handlers?.get('error') ?? null) as EventHandler<EventSourceErrorEvent>;
  }
  set onerror(handler: EventHandler<EventSourceErrorEvent>) {
    this.#handle('error', handler);
  }

  /** [spec] "Aborts any instances of the fetch algorithm started for this EventSource object, and sets the readyState to CLOSED." */
  close(): void {
    this.#connection.close();
  }

  #handle(type: string, handler: unknown): void {
    this.#handlers ??= new EventHandlers(this);
    this.#handlers.set(type, handler);
  }

  #announce(answer: Answer): void {
    // [spec] "origin attribute [...] initialized to [...] the serialization of the origin of the event stream's final URL (i.e., the
    // URL after redirects)".
    this.#origin = answer.url.origin;
    this.dispatchEvent(new Event('open'));
  }

  #dispatch(event: StreamEvent): void {
    this.dispatchEvent(receivedEvent(event, this.#origin));
    this.#connection.commit(event.lastEventId);
  }
}

// Web IDL: constants stand on the interface object and its prototype, and cannot be changed; attributes and operations are
// enumerable.
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
  const constant = { value, enumerable: true, writable: false, configurable: false };
  Object.defineProperty(EventSource, name, constant);
  Object.defineProperty(EventSource.prototype, name, constant);
}
for (const name of ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'] as const) {
  Object.defineProperty(EventSource.prototype, name, { enumerable: true });
}
for (const name of ['lastEventId', 'reconnectionTime', 'reset'] as const) {
  Object.defineProperty(EventSource.prototype, name, { enumerable: true });
}
Object.defineProperty(EventSource, 'fromReadableStream', { enumerable: true });
// By which programs that are given a class of this name find out whether it takes a `fetch`.
Object.defineProperty(EventSource, Symbol.for('eventsource.supports-fetch-override'), { value: true });
Object.defineProperty(EventSource.prototype, Symbol.toStringTag, { value: 'EventSource', configurable: true });

// Not in the class: bundlers give a class another name that speaks of itself by its own.
function sourceOver(stream: ReadableStream<Uint8Array>): EventSource {
  return new EventSource(streamAddress, initOverStream(stream));
}

function nothing(): void {
  // The standard has no event for it.
}

/** Web IDL: undefined and null are an empty dictionary; what is no object cannot be one. */
function toDictionary(init: unknown): EventSourceInit {
  if (init === undefined || init === null) return {};
  if (typeof init === 'object' || typeof init === 'function') return init;
  throw new TypeError("Failed to construct 'EventSource': the second argument must be an object");
}

/** Web IDL: a symbol throws, everything else becomes a string. */
function toDomString(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

/** [spec] "Let urlRecord be the result of encoding-parsing a URL given url, relative to settings. If failure, then throw a 'SyntaxError' DOMException." */
function resolve(url: string | URL): string {
  const text = toDomString(url);
  const base = baseUrl();
  try {
    return new URL(text, base).href;
  } catch {
    const hint = base === undefined ? '; without a page it must be absolute' : '';
    throw new DOMException(`Failed to construct 'EventSource': "${text}" is not a URL${hint}`, 'SyntaxError');
  }
}
