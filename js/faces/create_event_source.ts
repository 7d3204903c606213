import { Connection } from '../connection/connection.js';
import type { StateChange } from '../connection/connection_options.js';
import { clientDefaults, type ConnectionSettings, connectionSettings } from '../connection/connection_settings.js';
import { reportException } from '../connection/report_exception.js';
import { baseUrl, type ForAttempt } from '../connection/request.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import type { Answer } from '../connection/transport.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import { shareConnection } from '../shared/share_connection.js';
import { asyncDispose } from './async_dispose.js';
import type { ClientEventSource } from './client_event_source.js';
import { type DispatcherOwner, EventDispatcher } from './event_dispatcher.js';
import type { Ending, EventIterator } from './event_iterator.js';
import type { Overflow } from './event_queue.js';
import type { EventMap, EventSourceOptions, Handler, SourceEvent } from './event_source_options.js';
import { isPromise } from './handlers.js';
import { dataDecoder } from './json_data.js';
import { logProblem } from './log_problem.js';

/**
 * Connects to an event stream at once. Its events wait until there is somebody who wants them: a handler, or an iterator.
 *
 * ```js
 * const source = createEventSource('https://example.com/feed');
 * for await (const { type, data } of source) console.log(type, data);
 * ```
 *
 * @throws InvalidOptionError for an option that cannot work; its message names it
 */
export function createEventSource(
  options: EventSourceOptions<Record<string, unknown>> & { readonly json: true },
): ClientEventSource<Record<string, unknown>>;
export function createEventSource<Events extends EventMap = Record<string, string>>(
  urlOrOptions: string | URL | EventSourceOptions<Events>,
): ClientEventSource<Events>;
export function createEventSource<Events extends EventMap>(
  urlOrOptions: string | URL | EventSourceOptions<Events>,
): ClientEventSource<Events> {
  const isUrl = typeof urlOrOptions === 'string' || urlOrOptions instanceof URL;
  const options: unknown = isUrl ? { url: urlOrOptions } : urlOrOptions;
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError('url', 'createEventSource() takes an address or an object with one');
  }
  return new Client(options as EventSourceOptions<EventMap>) as unknown as ClientEventSource<Events>;
}

class Client {
  readonly #options: EventSourceOptions<EventMap>;
  readonly #settings: ConnectionSettings;
  readonly #observer: Observer & DispatcherOwner;
  readonly #dispatcher: EventDispatcher;
  #connection: StreamConnection;
  #isPaused = false;
  /** Whether the connection that is closed has been dealt with. */
  #hasEnded = false;
  /** Whether `connect` came before that. */
  #connectsAfterwards = false;
  /** Whether somebody asked how it ends. */
  #isClosedHeard = false;
  /** Whether `onConnect` was called and `onDisconnect` not yet. */
  #isConnected = false;
  #attempt = 0;
  /** Made when somebody asks for it, or when it is known. */
  #closed: Promise<EventSourceError | undefined> | undefined;
  #settleClosed: ((error: EventSourceError | undefined) => void) | undefined;

  constructor(options: EventSourceOptions<EventMap>) {
    this.#options = options;
    this.#settings = {
      ...connectionSettings(resolveUrl(options.url), options, clientDefaults),
      showsAnswers: options.onConnect !== undefined,
      onStateChange: (change) => {
        this.#changed(change);
      },
    };
    const queue = {
      limit: checkLimit(options.queue?.limit),
      overflow: checkOverflow(options.queue?.overflow),
      decode: dataDecoder(options.json),
    };
    this.#observer = new Client.#Observer(this);
    this.#dispatcher = new EventDispatcher(queue, this.#observer);
    if (options.onMessage !== undefined) this.onAny(options.onMessage);
    this.#connection = this.#open(this.#settings);
    this.#connection.start();
  }

  get readyState(): 'connecting' | 'open' | 'closed' {
    const { state } = this.#connection;
    return state === 'open' || state === 'closed' ? state : 'connecting';
  }

  get url(): string {
    return this.#connection.url;
  }

  get lastEventId(): string {
    const { state, lastEventId } = this.#connection;
    return state === 'closed' ? (this.#dispatcher.resumeFrom ?? lastEventId) : lastEventId;
  }

  get paused(): boolean {
    return this.#isPaused;
  }

  get closed(): Promise<EventSourceError | undefined> {
    this.#isClosedHeard = true;
    this.#closed ??= new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    return this.#closed;
  }

  on(type: string, handler: Handler<SourceEvent>): this {
    this.#dispatcher.add(type, handler, false);
    return this;
  }

  once(type: string, handler: Handler<SourceEvent>): this {
    this.#dispatcher.add(type, handler, true);
    return this;
  }

  off(type: string, handler: Handler<SourceEvent>): this {
    this.#dispatcher.remove(type, handler);
    return this;
  }

  onAny(handler: Handler<SourceEvent>): this {
    this.#dispatcher.add(undefined, handler, false);
    return this;
  }

  offAny(handler: Handler<SourceEvent>): this {
    this.#dispatcher.remove(undefined, handler);
    return this;
  }

  connect(): void {
    if (this.#connection.state !== 'closed') return;
    this.#connectsAfterwards = !this.#hasEnded;
    if (this.#connectsAfterwards) return;
    const { lastEventId } = this;
    this.#closed = this.#settleClosed = undefined;
    this.#connection = this.#open({ ...this.#settings, initialLastEventId: lastEventId });
    if (this.#isPaused) this.#connection.pause();
    this.#connection.start();
  }

  close(): void {
    this.#connectsAfterwards = false;
    if (this.#connection.state === 'closed') {
      this.#dispatcher.drop();
      return;
    }
    // Who closes knows it.
    this.#isConnected = false;
    this.#connection.close();
    this.#end({ thrown: false }, true);
  }

  restart(): void {
    if (this.#connection.state === 'closed') {
      this.connect();
      return;
    }
    this.#dispatcher.restart();
    this.#connection.restart();
  }

  pause(): void {
    this.#isPaused = true;
    this.#dispatcher.pause();
    this.#connection.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#dispatcher.resume();
    this.#connection.resume();
  }

  commit(position: { readonly lastEventId: string } | string): void {
    const lastEventId = typeof position === 'string' ? position : position.lastEventId;
    this.#dispatcher.committed(lastEventId);
    this.#connection.commit(lastEventId);
  }

  [Symbol.asyncIterator](): EventIterator {
    return this.#dispatcher.iterate();
  }

  [asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #open(settings: ConnectionSettings): StreamConnection {
    const { shared = false } = this.#options;
    const connection =
      shared === false
        ? new Connection(settings, this.#observer)
        : shareConnection(settings, this.#observer, shared === true ? {} : shared);
    this.#hasEnded = false;
    const commit = (lastEventId: string): void => {
      connection.commit(lastEventId);
    };
    this.#dispatcher.begin(settings.initialLastEventId, settings.store && commit);
    return connection;
  }

  /** What a connection tells, and the dispatcher. An object of a class, because functions for each stream would be held as long as the stream lasts. */
  static readonly #Observer = class implements Observer, DispatcherOwner {
    readonly #client: Client;
    comment?: (text: string) => void;

    constructor(client: Client) {
      this.#client = client;
      const { onComment } = client.#options;
      if (onComment === undefined) return;
      this.comment = (text) => {
        client.#tell(onComment, text);
      };
    }

    opened({ response, url }: Answer): void {
      const client = this.#client;
      client.#isConnected = true;
      client.#tell(client.#options.onConnect, { response, url: url.href, attempt: client.#attempt });
    }

    event(item: StreamItem): void | Promise<void> {
      return this.#client.#dispatcher.receive(item);
    }

    failed(error: EventSourceError): void {
      this.#client.#failed(error);
    }

    troubled(error: EventSourceError): void {
      this.#client.#trouble(error);
    }

    finished(): void {
      const client = this.#client;
      client.#end({ thrown: false }, false);
      client.#tell(client.#options.onFinish, undefined);
    }

    aborted(reason: unknown): void {
      this.#client.#end({ thrown: true, reason }, true);
    }

    handlerFailed(exception: unknown, event: SourceEvent): void {
      const client = this.#client;
      const { onHandlerError } = client.#options;
      if (onHandlerError === undefined) reportException(exception);
      else client.#tell(() => onHandlerError(exception, event), undefined);
    }

    overflowed(error: EventSourceError): void {
      const client = this.#client;
      error.attempt = client.#attempt;
      client.#connection.close();
      client.#failed(error);
    }

    left(): void {
      this.#client.close();
    }
  };

  #changed(change: StateChange): void {
    const { onStateChange, onDisconnect } = this.#options;
    this.#attempt = change.attempt;
    this.#tell(onStateChange, change);
    if (!this.#isConnected || change.to === 'open') return;
    this.#isConnected = false;
    this.#tell(onDisconnect, { error: change.error });
  }

  #failed(error: EventSourceError): void {
    const { onError, onScheduleReconnect } = this.#options;
    const { delay, attempt = 0 } = error;
    if (delay !== undefined) {
      const connection = this.#connection;
      const { state } = connection;
      this.#tell(onError, error);
      // Who hears of the error may close the source, or ask again at once.
      if (connection !== this.#connection || connection.state !== state) return;
      this.#tell(onScheduleReconnect, { delay, attempt, error });
      return;
    }
    const isHeard = onError !== undefined || this.#isClosedHeard || this.#dispatcher.hasIterators;
    this.#end({ thrown: true, reason: error }, false, error);
    if (isHeard) this.#tell(onError, error);
    else logProblem(error);
  }

  /** Something that does not end the stream. */
  #trouble(error: EventSourceError): void {
    const { onError } = this.#options;
    if (onError === undefined) logProblem(error);
    else this.#tell(onError, error);
  }

  /** Whatever the callback does, the stream goes on. */
  #tell<T>(callback: ((value: T) => unknown) | undefined, value: T): void {
    try {
      const result = callback?.(value);
      if (isPromise(result)) Promise.resolve(result).catch(reportException);
    } catch (exception) {
      reportException(exception);
    }
  }

  #end(ending: Ending, drop: boolean, error?: EventSourceError): void {
    this.#dispatcher.end(ending, drop);
    this.#settleClosed?.(error);
    this.#closed ??= Promise.resolve(error);
    this.#hasEnded = true;
    if (this.#connectsAfterwards) this.connect();
  }
}

function resolveUrl(url: ForAttempt<string | URL>): ForAttempt<string | URL> {
  if (typeof url === 'function') return url;
  try {
    // As text, which takes less memory.
    return new URL(url, baseUrl()).href;
  } catch {
    const hint = baseUrl() === undefined ? '; without a page it must be absolute' : '';
    throw new InvalidOptionError('url', `"${String(url)}" is not a URL${hint}`);
  }
}

function checkLimit(limit: unknown): number {
  if (limit === undefined) return 1024;
  if (typeof limit === 'number' && limit >= 1) return limit;
  throw new InvalidOptionError('queue.limit', 'must be a number of events, 1 or more');
}

function checkOverflow(overflow: unknown): Overflow {
  if (overflow === undefined) return 'pause';
  if (overflow === 'pause' || overflow === 'drop-oldest' || overflow === 'error') return overflow;
  throw new InvalidOptionError('queue.overflow', "must be 'pause', 'drop-oldest' or 'error'");
}
