/** What can go wrong, as a stable code that a program may compare. */
export type ErrorCode =
  /** An option has a value that cannot work. Thrown by the constructor. */
  | 'ERR_SSE_INVALID_OPTION'
  /** The answer has a status other than 200. */
  | 'ERR_SSE_STATUS'
  /** The answer is 204: the server asks the client to stop reconnecting. */
  | 'ERR_SSE_NO_CONTENT'
  /** The answer is not `text/event-stream`. */
  | 'ERR_SSE_CONTENT_TYPE'
  /** The address has a scheme that cannot be fetched. */
  | 'ERR_SSE_URL'
  /** A redirect that cannot be followed: no place to go, too many of them, or from https to http. */
  | 'ERR_SSE_REDIRECT'
  /** The request failed before an answer came, or the body broke off. */
  | 'ERR_SSE_NETWORK'
  /** The server ended the stream. */
  | 'ERR_SSE_STREAM_ENDED'
  /** The `headers` function threw or gave headers that are none. */
  | 'ERR_SSE_HEADERS'
  /** The `url` or `body` function threw or gave what cannot be asked for or sent. */
  | 'ERR_SSE_REQUEST'
  /** No answer came within `connectTimeout`. */
  | 'ERR_SSE_CONNECT_TIMEOUT'
  /** No byte came within `idleTimeout`. */
  | 'ERR_SSE_IDLE_TIMEOUT'
  /** `deadline` is over. */
  | 'ERR_SSE_DEADLINE'
  /** Attempts failed for as often, or as long, as `reconnect` allows. The cause is the last failure. */
  | 'ERR_SSE_GAVE_UP'
  /** An event has more bytes than `maxEventSize` allows. */
  | 'ERR_SSE_EVENT_TOO_LARGE'
  /** The memory for an event could not be had. */
  | 'ERR_SSE_OUT_OF_MEMORY'
  /** The parser was used after `delete()`, or after a failure and before `reset()`. */
  | 'ERR_SSE_PARSER_STATE'
  /** An event has data that are not the JSON that was asked for. */
  | 'ERR_SSE_DATA'
  /** The store of last event IDs failed. */
  | 'ERR_SSE_STORE'
  /** More events wait for an iterator than `queue.limit` allows. */
  | 'ERR_SSE_QUEUE_OVERFLOW'
  /** A connection that tabs share went on without this tab, or was in a tab that is gone and must not be made anew. */
  | 'ERR_SSE_SHARED'
  /** A callback of `fetchEventSource` threw. The cause is what it threw. */
  | 'ERR_SSE_CALLBACK';

/** The root of every error that this package makes. */
export class EventSourceError extends Error {
  readonly code: ErrorCode;
  /** The number of the attempt that failed, 1 for the first; undefined when it was none of a connection. */
  attempt: number | undefined = undefined;
  /** Milliseconds until the next attempt; undefined when there is to be none. */
  delay: number | undefined = undefined;

  // Names are written out: those of classes do not survive a minifier.
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventSourceError';
    this.code = code;
  }
}
