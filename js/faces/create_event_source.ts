import { Connection } from '../connection/connection.js';
import { clientDefaults, type ConnectionSettings, connectionSettings } from '../connection/connection_settings.js';
import { reportException } from '../connection/report_exception.js';
import { baseUrl, type ForAttempt } from '../connection/request.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import { shareConnection } from '../shared/shared_connection.js';
import { CommitOrder, type Handling } from './commit_order.js';
import { type Ending, EventIterator } from './event_iterator.js';
import { EventQueue, type Overflow } from './event_queue.js';
import type { AnyEvent, EventMap, EventSourceOptions, Handler, SourceEvent } from './event_source_options.js';
import { Handlers, isPromise } from './handlers.js';
import { dataDecoder, type DecodeData, type JsonOption } from './json_data.js';

/** A client for one event stream: an emitter, and an async iterable. */
export interface ClientEventSource<Events extends EventMap = Record<string, string>> extends AsyncIterable<
  AnyEvent<Events>,
  undefined,
  undefined
> {
  /** `connecting` also while it waits for its next attempt. */
  readonly readyState: 'connecting' | 'open' | 'closed';
  /** What is asked for; empty until a `url` function has said what that is. */
  readonly url: string;
  readonly lastEventId: string;
  readonly paused: boolean;
  /** How it ended: with an error, or with nothing when it was closed, aborted or finished. It never rejects. */
  readonly closed: Promise<EventSourceError | undefined>;
  /** Calls `handler` for every event of `type`, any name that the server may use. One that is there already is not added again. */
  on<K extends keyof Events & string>(type: K, handler: Handler<SourceEvent<Events[K], K>>): this;
  on(type: string, handler: Handler<SourceEvent>): this;
  /** For the next event of the type only. */
  once<K extends keyof Events & string>(type: K, handler: Handler<SourceEvent<Events[K], K>>): this;
  once(type: string, handler: Handler<SourceEvent>): this;
  off<K extends keyof Events & string>(type: K, handler: Handler<SourceEvent<Events[K], K>>): this;
  off(type: string, handler: Handler<SourceEvent>): this;
  /** For every event of any type, after the handlers of its type. */
  onAny(handler: Handler<AnyEvent<Events>>): this;
  offAny(handler: Handler<AnyEvent<Events>>): this;
  /** Begins again after the end, from the last event ID. Does nothing before it. */
  connect(): void;
  /** Nothing is delivered afterwards. */
  close(): void;
  /** Gives up what is under way and asks again at once, whatever the method. With a store, from the ID in it. */
  restart(): void;
  /** No event is handed over, and nothing is read, until `resume`. */
  pause(): void;
  resume(): void;
  /** For a `store`: everything up to this event, or event ID, has been dealt with. */
  commit(position: { readonly lastEventId: string } | string): void;
  /**
   * The events from now on. A slow loop stops the reads; `break` closes the connection. It ends when the connection is closed or the
   * stream finished, and throws when the connection fails for good or is aborted.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<AnyEvent<Events>, undefined, undefined>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Connects to an event stream at once. Its events wait until there is somebody who wants them: a handler, or an iterator.
 *
 * @throws InvalidOptionError for an option that cannot work; its message names it
 */
export function createEventSource<Events extends EventMap = Record<string, string>>(
  urlOrOptions: string | URL | EventSourceOptions<Events>,
): ClientEventSource<Events> {
  const options =
    typeof urlOrOptions === 'string' || urlOrOptions instanceof URL ? { url: urlOrOptions } : urlOrOptions;
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new InvalidOptionError('url', 'createEventSource() takes an address or an object with one');
  }
  return new Client(options as unknown as EventSourceOptions<EventMap>) as unknown as ClientEventSource<Events>;
}

type Event = SourceEvent;

class Client {
  readonly #options: EventSourceOptions<EventMap>;
  readonly #settings: ConnectionSettings;
  readonly #decode: DecodeData | undefined;
  readonly #limit: number;
  readonly #overflow: Overflow;
  readonly #handlers: Handlers<Event>;
  readonly #iterators = new Set<EventIterator<Event>>();
  /** Events for handlers that are at work on another; undefined when they are not. */
  #backlog: EventQueue<{ event: Event; handling: Handling | undefined }> | undefined;
  #commits: CommitOrder | undefined;
  #connection: StreamConnection;
  #wanted: { promise: Promise<void>; open: () => void } | undefined;
  #isPaused = false;
  #isOpen = false;
  #closed: Promise<EventSourceError | undefined>;
  #settleClosed: (error: EventSourceError | undefined) => void = () => undefined;

  constructor(options: EventSourceOptions<EventMap>) {
    this.#options = options;
    this.#settings = connectionSettings(resolveUrl(options.url), options, clientDefaults);
    this.#decode = dataDecoder(options.json as JsonOption<EventMap> | undefined);
    this.#limit = checkLimit(options.queue?.limit);
    this.#overflow = checkOverflow(options.queue?.overflow);
    this.#handlers = new Handlers((exception, event) => {
      this.#handlerFailed(exception, event);
    });
    if (options.onMessage !== undefined) this.#handlers.add(undefined, options.onMessage as Handler<Event>, false);
    this.#closed = this.#willClose();
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
    return this.#connection.lastEventId;
  }

  get paused(): boolean {
    return this.#isPaused;
  }

  get closed(): Promise<EventSourceError | undefined> {
    return this.#closed;
  }

  on(type: string, handler: Handler<Event>): this {
    return this.#add(type, handler, false);
  }

  once(type: string, handler: Handler<Event>): this {
    return this.#add(type, handler, true);
  }

  off(type: string, handler: Handler<Event>): this {
    this.#handlers.remove(type, handler);
    return this;
  }

  onAny(handler: Handler<Event>): this {
    return this.#add(undefined, handler, false);
  }

  offAny(handler: Handler<Event>): this {
    this.#handlers.remove(undefined, handler);
    return this;
  }

  connect(): void {
    if (this.#connection.state !== 'closed') return;
    const { lastEventId } = this.#connection;
    this.#closed = this.#willClose();
    this.#connection = this.#open({ ...this.#settings, initialLastEventId: lastEventId });
    if (this.#isPaused) this.#connection.pause();
    this.#connection.start();
  }

  close(): void {
    if (this.#connection.state === 'closed') return;
    this.#connection.close();
    this.#end({ thrown: false }, true, undefined);
  }

  restart(): void {
    this.#commits?.reset();
    // What waits will come again from the store's position on.
    if (this.#commits !== undefined) for (const iterator of this.#iterators) iterator.drop();
    if (this.#connection.state === 'closed') this.connect();
    else this.#connection.restart();
  }

  pause(): void {
    this.#isPaused = true;
    this.#connection.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#connection.resume();
  }

  commit(position: { readonly lastEventId: string } | string): void {
    this.#commits?.reset();
    this.#connection.commit(typeof position === 'string' ? position : position.lastEventId);
  }

  [Symbol.asyncIterator](): EventIterator<Event> {
    const iterator = new EventIterator<Event>(this.#limit, this.#overflow, (returned) => {
      this.#iterators.delete(returned);
      this.close();
    });
    if (this.#connection.state === 'closed') iterator.end({ thrown: false }, true);
    else this.#iterators.add(iterator);
    this.#nowWanted();
    return iterator;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #add(type: string | undefined, handler: Handler<Event>, once: boolean): this {
    this.#handlers.add(type, handler, once);
    this.#nowWanted();
    return this;
  }

  #open(settings: ConnectionSettings): StreamConnection {
    const { shared = false, onComment } = this.#options;
    const { onStateChange } = settings;
    this.#isOpen = false;
    this.#commits =
      settings.store === undefined
        ? undefined
        : new CommitOrder((lastEventId) => {
            this.#connection.commit(lastEventId);
          });
    const observer: Observer = {
      opened: ({ response, url }) => {
        this.#isOpen = true;
        const attempt = response.status === 0 ? 0 : this.#attempt;
        this.#tell(this.#options.onConnect, { response, url: url.href, attempt });
      },
      event: (item) => this.#receive(item),
      failed: (error) => {
        this.#failed(error);
      },
      troubled: (error) => {
        this.#trouble(error);
      },
      finished: () => {
        this.#end({ thrown: false }, false, undefined);
        this.#tell(this.#options.onFinish, undefined);
      },
      aborted: (reason) => {
        this.#end({ thrown: true, reason }, true, undefined);
      },
    };
    if (onComment !== undefined) {
      observer.comment = (text) => {
        this.#tell(onComment, text);
      };
    }
    const counted: ConnectionSettings = {
      ...settings,
      onStateChange: (change) => {
        this.#attempt = change.attempt;
        onStateChange?.(change);
        if (change.from === 'open' && change.to !== 'open') this.#disconnected(change.error);
      },
    };
    if (shared === false) return new Connection(counted, observer);
    return shareConnection(counted, observer, shared === true ? {} : shared);
  }
  #attempt = 0;

  #disconnected(error: EventSourceError | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#tell(this.#options.onDisconnect, { error });
  }

  #failed(error: EventSourceError): void {
    const { delay, attempt = 0 } = error;
    if (delay === undefined) {
      const isKnown = this.#options.onError !== undefined || this.#iterators.size > 0;
      this.#end({ thrown: true, reason: error }, false, error);
      if (isKnown) this.#tell(this.#options.onError, error);
      else this.#trouble(error);
      return;
    }
    this.#tell(this.#options.onError, error);
    this.#tell(this.#options.onScheduleReconnect, { delay, attempt, error });
  }

  /** Nobody else would hear of it. */
  #trouble(error: EventSourceError): void {
    const { onError } = this.#options;
    if (onError === undefined) console.error(error);
    else this.#tell(onError, error);
  }

  #tell<T>(callback: ((value: T) => unknown) | undefined, value: T): void {
    try {
      const result = callback?.(value);
      if (isPromise(result)) Promise.resolve(result).catch(reportException);
    } catch (exception) {
      reportException(exception);
    }
  }

  #end(ending: Ending, drop: boolean, error: EventSourceError | undefined): void {
    for (const iterator of this.#iterators) iterator.end(ending, drop);
    this.#iterators.clear();
    this.#nowWanted();
    this.#settleClosed(error);
  }

  #willClose(): Promise<EventSourceError | undefined> {
    return new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  #receive(item: StreamItem): void | Promise<void> {
    if (this.#handlers.isEmpty && this.#iterators.size === 0 && !this.#isEverWanted) {
      const connection = this.#connection;
      return this.#untilWanted().then(() => (connection.state === 'closed' ? undefined : this.#receive(item)));
    }
    let data: unknown = item.data;
    if (this.#decode !== undefined) {
      try {
        data = this.#decode(item);
      } catch (error) {
        this.#trouble(error as EventSourceError);
        return undefined;
      }
      if (isPromise(data)) return this.#receiveLater(item, data);
    }
    return this.#dispatch(item, data);
  }

  async #receiveLater(item: StreamItem, pending: PromiseLike<unknown>): Promise<void> {
    const connection = this.#connection;
    let data: unknown;
    try {
      data = await pending;
    } catch (error) {
      if (error instanceof EventSourceError) this.#trouble(error);
      else reportException(error);
      return;
    }
    if (connection.state !== 'closed') await this.#dispatch(item, data);
  }

  #dispatch({ type, data: rawData, id, lastEventId, typed }: StreamItem, data: unknown): void | Promise<void> {
    const event: Event = { type, data, rawData, id, lastEventId, event: typed ? type : undefined };
    const handling = this.#commits?.begin(lastEventId);
    let pending: Promise<void> | undefined;
    for (const iterator of this.#iterators) {
      try {
        const room = iterator.push(event, handling);
        if (room !== undefined) pending = pending === undefined ? room : Promise.all([pending, room]).then(nothing);
      } catch (error) {
        this.#overflowed(error as EventSourceError);
        return undefined;
      }
    }
    const handled = this.#offer(event, handling);
    if (handled === undefined || pending === undefined) return handled ?? pending;
    return Promise.all([handled, pending]).then(nothing);
  }

  /** Gives the event to the handlers, now or when they are done with others. */
  #offer(event: Event, handling: Handling | undefined): Promise<void> | undefined {
    if (this.#backlog !== undefined) {
      handling?.hold();
      try {
        void this.#backlog.push({ event, handling });
      } catch (error) {
        this.#overflowed(error as EventSourceError);
      }
      handling?.release(true);
      return undefined;
    }
    const result = this.#handlers.run(event);
    if (typeof result === 'boolean') {
      handling?.release(result);
      return undefined;
    }
    const done = result.then((succeeded) => {
      handling?.release(succeeded);
    });
    if (this.#overflow === 'pause') return done;
    this.#backlog = new EventQueue(this.#limit, this.#overflow, (dropped) => dropped.handling?.release(true));
    void done.then(() => this.#workOff());
    return undefined;
  }

  async #workOff(): Promise<void> {
    for (let next = this.#backlog?.shift(); next !== undefined; next = this.#backlog?.shift()) {
      if (this.#connection.state === 'closed') break;
      next.handling?.release(await this.#handlers.run(next.event));
    }
    this.#backlog = undefined;
  }

  #overflowed(error: EventSourceError): void {
    this.#connection.close();
    this.#failed(error);
  }

  #handlerFailed(exception: unknown, event: Event): void {
    const { onHandlerError } = this.#options;
    if (onHandlerError === undefined) {
      reportException(exception);
      return;
    }
    try {
      onHandlerError(exception, event);
    } catch (another) {
      reportException(another);
    }
  }

  /** Somebody has asked for events, if only once. */
  #isEverWanted = false;

  #untilWanted(): Promise<void> {
    if (this.#wanted === undefined) {
      let open = nothing;
      const promise = new Promise<void>((resolve) => {
        open = resolve;
      });
      this.#wanted = { promise, open };
    }
    return this.#wanted.promise;
  }

  #nowWanted(): void {
    this.#isEverWanted = true;
    this.#wanted?.open();
    this.#wanted = undefined;
  }
}

function nothing(): void {
  // What a promise of several is good for.
}

function resolveUrl(url: ForAttempt<string | URL>): ForAttempt<string | URL> {
  if (typeof url === 'function') return url;
  try {
    return new URL(url, baseUrl());
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
