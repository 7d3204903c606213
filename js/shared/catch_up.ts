import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { History } from './history.js';

export interface CatchUpOptions {
  /** With the last event ID to begin with. */
  readonly settings: ConnectionSettings;
  readonly history: History;
  readonly connect: (settings: ConnectionSettings, observer: Observer) => StreamConnection;
  /** An event that was missed. */
  readonly missed: (event: StreamItem) => void | Promise<void>;
  /** The history has the events after this number. */
  readonly caughtUp: (number: number) => void;
  readonly failed: (error: EventSourceError) => void;
}

/** Events that may be ahead of the leader's. */
const maxDelivered = 1024;

/**
 * A connection of this tab alone, for what it missed of the shared one. It ends with the first event that both have, whichever has it
 * first; events are known by their IDs.
 */
export class CatchUp {
  readonly #connection: StreamConnection;
  /** The IDs of the events that were had by it. */
  readonly #delivered: (string | undefined)[] = [];

  constructor({ settings, history, connect, missed, caughtUp, failed }: CatchUpOptions) {
    this.#connection = connect(settings, {
      opened: () => undefined,
      event: (event) => {
        const pending = missed(event);
        const number = event.id === undefined ? undefined : history.find(event.id);
        if (number !== undefined) caughtUp(number);
        else if (this.#delivered.push(event.id) > maxDelivered) this.#delivered.shift();
        return pending;
      },
      failed: (error) => {
        if (error.delay === undefined) failed(error);
      },
      troubled: () => undefined,
      // The leader's has come, or will come, to the same end.
      finished: () => {
        caughtUp(history.end);
      },
      aborted: () => undefined,
    });
  }

  start(): void {
    this.#connection.start();
  }

  /** The leader's connection has got an event: how many this one has got after it, or undefined if it has not come to that one yet. */
  overtakes({ id }: StreamItem): number | undefined {
    const index = id === undefined ? -1 : this.#delivered.lastIndexOf(id);
    return index < 0 ? undefined : this.#delivered.length - 1 - index;
  }

  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  stop(): void {
    this.#connection.close();
  }
}
