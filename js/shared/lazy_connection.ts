import { Connection } from '../connection/connection.js';
import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { ConnectionState } from '../connection/machine.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';

/** Stands in for a connection whose code is still to be loaded. If that fails it becomes a connection of the caller's own. */
export class LazyConnection implements StreamConnection {
  readonly #settings: ConnectionSettings;
  readonly #observer: Observer;
  readonly #load: () => Promise<StreamConnection>;
  #connection: StreamConnection | undefined;
  #state: ConnectionState = 'idle';
  #isPaused = false;

  constructor(settings: ConnectionSettings, observer: Observer, load: () => Promise<StreamConnection>) {
    this.#settings = settings;
    this.#observer = observer;
    this.#load = load;
  }

  get state(): ConnectionState {
    return this.#connection?.state ?? this.#state;
  }

  get lastEventId(): string {
    return this.#connection?.lastEventId ?? this.#settings.initialLastEventId;
  }

  get url(): string {
    const { url } = this.#settings.request;
    return this.#connection?.url ?? (typeof url === 'function' ? '' : String(url));
  }

  start(): void {
    if (this.#state !== 'idle') return;
    const { signal } = this.#settings;
    if (signal?.aborted === true) {
      this.#state = 'closed';
      this.#observer.aborted(signal.reason);
      return;
    }
    this.#state = 'connecting';
    void this.#begin();
  }

  close(): void {
    this.#state = 'closed';
    this.#connection?.close();
  }

  restart(): void {
    this.#connection?.restart();
  }

  pause(): void {
    this.#isPaused = true;
    this.#connection?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#connection?.resume();
  }

  commit(lastEventId: string): void {
    this.#connection?.commit(lastEventId);
  }

  async #begin(): Promise<void> {
    const connection = await this.#load().catch(() => new Connection(this.#settings, this.#observer));
    if (this.#state === 'closed') return;
    this.#connection = connection;
    if (this.#isPaused) connection.pause();
    connection.start();
  }
}
