import type { ConnectionOptions } from '../connection/connection_options.js';

/** A message as `onmessage` gets it. Blocks without data are none. */
export interface EventSourceMessage {
  /** The message's own `id` field; empty when it has none. */
  id: string;
  /** The message's `event` field; empty when it has none. */
  event: string;
  data: string;
  /** The reconnection time in milliseconds, if the server has set it since the message before. */
  retry?: number | undefined;
}

/** The type of a method, so that a handler may name the class of the errors that it expects. */
type ErrorHandler = { handle(error: Error): unknown }['handle'];

/** What the caller of `fetchEventSource` is told, and decides. */
export interface FetchEventSourceCallbacks {
  /**
   * Called for every answer but 204, before it is read, to refuse it by throwing. Without it, an answer must have status 200 and type
   * `text/event-stream`; with it the type is its business, and a status other than 2xx is a failure all the same.
   */
  onopen?: ((response: Response) => Promise<void> | void) | undefined;
  /** A promise that it returns holds back the next message. What it throws goes to `onerror`, and ends this connection. */
  onmessage?: ((message: EventSourceMessage) => unknown) | undefined;
  /** The server has ended the stream, which ends everything, unless this throws: that goes to `onerror`. */
  onclose?: (() => unknown) | undefined;
  /**
   * The connection is lost, an answer was refused, or a callback threw. What it throws ends everything: the promise is rejected with it.
   * A number is the delay in milliseconds until the next attempt, whatever the request; any other value lets `reconnect` say when it is,
   * but no request is sent again that must not be (see `replay`). Without it, only what may pass is tried again.
   *
   * @param error as a callback threw it, or an `EventSourceError`
   */
  onerror?: ErrorHandler | undefined;
}

/**
 * The second argument of `fetchEventSource`: what `fetch` takes, the callbacks, and all that a connection can do. The signal's `abort`
 * fulfils the promise.
 */
export interface FetchEventSourceInit
  extends Omit<RequestInit, keyof ConnectionOptions>, Omit<ConnectionOptions, 'signal'>, FetchEventSourceCallbacks {
  signal?: AbortSignal | null | undefined;
  /**
   * Whether the connection is kept while the page is hidden. False by default: it is closed then, if its request may be repeated, and
   * made again when the page is shown.
   */
  openWhenHidden?: boolean | undefined;
}
