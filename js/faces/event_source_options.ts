import type { ConnectionOptions } from '../connection/connection_options.js';
import type { ForAttempt } from '../connection/request.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { Overflow } from './event_queue.js';
import type { JsonOption } from './json_data.js';

/** Data by event type. */
export type EventMap = Record<string, unknown>;

/** An event as `createEventSource` hands it out. */
export interface SourceEvent<Data = unknown, Type extends string = string> {
  /** `message` when the stream names none. */
  readonly type: Type;
  /** A string, or what `json` makes of it. */
  readonly data: Data;
  /** The data as they came. */
  readonly rawData: string;
  /** The `id` field of the event's own block, if it has one. */
  readonly id: string | undefined;
  /** The last event ID of the stream when the event was dispatched. */
  readonly lastEventId: string;
  /** The type if the stream names one. */
  readonly event: string | undefined;
}

/** The events of a map, each with its own data. */
export type AnyEvent<Events extends EventMap> = {
  [K in keyof Events & string]: SourceEvent<Events[K], K>;
}[keyof Events & string];

/** A promise that it returns holds back the next event. */
export type Handler<Event> = (event: Event) => unknown;

export interface QueueOptions {
  /** Events that may wait for a slow consumer: 1 or more, 1024 by default. */
  limit?: number | undefined;
  /** What happens then: nothing more is read (the default), the oldest event is lost, or the stream fails. */
  overflow?: Overflow | undefined;
}

/** What happens to the connection, told apart from the server's events: a server may call its events anything. */
export interface LifecycleCallbacks {
  onConnect?: ((connection: { response: Response; url: string; attempt: number }) => unknown) | undefined;
  /** The connection that was open is no more, and not because the caller closed it. */
  onDisconnect?: ((end: { error: EventSourceError | undefined }) => unknown) | undefined;
  onScheduleReconnect?: ((next: { delay: number; attempt: number; error: EventSourceError }) => unknown) | undefined;
  onComment?: ((comment: string) => unknown) | undefined;
  /** The stream has come to the end that `finishOn` names. */
  onFinish?: (() => unknown) | undefined;
  /**
   * The connection is lost (`error.delay` is the time until the next attempt) or has failed for good (`error.delay` is undefined), an
   * event has bad data, or the store failed.
   */
  onError?: ((error: EventSourceError) => unknown) | undefined;
}

/** The argument of `createEventSource`. */
export interface EventSourceOptions<Events extends EventMap = Record<string, string>>
  extends ConnectionOptions, LifecycleCallbacks {
  /** Resolved against the document's or worker's address, where there is one. A function makes it for every attempt. */
  url: ForAttempt<string | URL>;
  /** Called for every event of any type, after the listeners of its type. */
  onMessage?: Handler<AnyEvent<Events>> | undefined;
  /** Gets what handlers throw, instead of the platform. */
  onHandlerError?: ((error: unknown, event: AnyEvent<Events>) => unknown) | undefined;
  /** Which events' data are JSON, and what of it is acceptable. None by default. */
  json?: JsonOption<Events> | undefined;
  queue?: QueueOptions | undefined;
  /** All tabs of an origin use one connection. False by default. */
  shared?: boolean | { key?: string | undefined } | undefined;
}
