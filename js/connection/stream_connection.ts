import type { EventSourceError } from '../errors/event_source_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { ConnectionState } from './machine.js';
import type { Answer } from './transport.js';

/** Told of what happens, with the connection's state already what it will be. */
export interface Observer {
  opened(answer: Answer): void;
  /**
   * A promise holds back the next event and the next read. An `EventSourceError` that it throws, or rejects with, is a failure of the
   * attempt; it throws nothing else.
   */
  event(event: StreamItem): void | Promise<void>;
  comment?(text: string): void;
  /** The server has set the reconnection time, in milliseconds. */
  retry?(reconnectionTime: number): void;
  /**
   * The connection is lost: `error.delay` is the time until the next attempt. When that is undefined, the connection has failed for
   * good and its state is `closed`.
   */
  failed(error: EventSourceError): void;
  /** Something else went wrong, and the connection goes on: the store failed. */
  troubled(error: EventSourceError): void;
  /** The stream came to an end that `finishOn` names; the state is `closed`. */
  finished(): void;
  /** The `signal` was aborted; the state is `closed`. */
  aborted(reason: unknown): void;
}

/** What a face holds: one stream, whoever makes its requests. */
export interface StreamConnection {
  readonly state: ConnectionState;
  /** [spec] The last event ID string, as of the event dispatched last. */
  readonly lastEventId: string;
  /** What is asked for; empty until a function has said what that is. */
  readonly url: string;
  start(): void;
  /** The observer is told nothing afterwards. */
  close(): void;
  /** Gives up what is under way and asks again at once, whatever the method. Without effect when closed. */
  restart(): void;
  /** No event is delivered, and nothing is read, until `resume`. */
  pause(): void;
  resume(): void;
  /** Everything up to this event ID has been dealt with: it goes to the store, if there is one. */
  commit(lastEventId: string): void;
}
