import type { EventSourceError } from '../errors/event_source_error.js';
import { asyncDispose } from './async_dispose.js';
import type { AnyEvent, EventMap, Handler, SourceEvent } from './event_source_options.js';

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
  [asyncDispose](): Promise<void>;
}
