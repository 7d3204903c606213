import { ConnectionError } from '../errors/connection_error.js';
import { Alarm } from './alarm.js';
import type { Cancellation } from './cancellation.js';
import type { CheckedTimeout, ConnectionSettings } from './connection_settings.js';
import { IdleWatch } from './idle_watch.js';

type Settings = Pick<ConnectionSettings, 'clock' | 'connectTimeout' | 'idleTimeout' | 'deadline'>;

/** The bounds on time that a connection was given. */
export class Timeouts {
  readonly #settings: Settings;
  readonly #expired: (error: ConnectionError, fails: boolean) => void;
  readonly #connect: Alarm | undefined;
  readonly #deadline: Alarm | undefined;
  #idle: IdleWatch | undefined;

  /** @param expired told which bound is passed, and whether the connection fails with it or is reestablished */
  constructor(settings: Settings, expired: (error: ConnectionError, fails: boolean) => void) {
    this.#settings = settings;
    this.#expired = expired;
    const { clock, connectTimeout, deadline } = settings;
    this.#connect = connectTimeout && new Alarm(clock);
    this.#deadline = deadline && new Alarm(clock);
  }

  started(): void {
    if (this.#settings.deadline?.fails === true) this.#setDeadline();
  }

  attempting(): void {
    if (this.#settings.deadline?.fails === false) this.#setDeadline();
    this.#setConnect();
  }

  answered(): void {
    this.#connect?.clear();
  }

  /** To be told of each read of a body. */
  watchBody(): IdleWatch | undefined {
    const { clock, idleTimeout } = this.#settings;
    if (idleTimeout === undefined) return undefined;
    this.#idle = new IdleWatch(clock, idleTimeout.after, () => {
      this.#expire('ERR_SSE_IDLE_TIMEOUT', idleTimeout, 'Nothing came from the server', 'idleTimeout');
    });
    return this.#idle;
  }

  /** The attempt is over. */
  ended(): void {
    this.#connect?.clear();
    this.#idle?.stop();
    if (this.#settings.deadline?.fails === false) this.#deadline?.clear();
  }

  released(): void {
    this.ended();
    this.#deadline?.clear();
  }

  /** A pause that the server asks for before a redirect is followed; the time to connect does not run meanwhile. */
  pause(delay: number, cancellation: Cancellation): Promise<void> {
    this.#connect?.clear();
    if (cancellation.isCancelled) return Promise.resolve();
    return new Promise((resolve) => {
      const alarm = new Alarm(this.#settings.clock);
      const listener = {
        cancelled: (): void => {
          alarm.clear();
          resolve();
        },
      };
      alarm.set(delay, () => {
        this.#setConnect();
        resolve();
      });
      cancellation.listen(listener);
    });
  }

  #setConnect(): void {
    const { connectTimeout } = this.#settings;
    if (connectTimeout === undefined) return;
    this.#connect?.set(connectTimeout.after, () => {
      this.#expire('ERR_SSE_CONNECT_TIMEOUT', connectTimeout, 'No answer came', 'connectTimeout');
    });
  }

  #setDeadline(): void {
    const { deadline } = this.#settings;
    if (deadline === undefined) return;
    this.#deadline?.set(deadline.after, () => {
      this.#expire('ERR_SSE_DEADLINE', deadline, 'The stream was not done', 'deadline');
    });
  }

  #expire(
    code: 'ERR_SSE_CONNECT_TIMEOUT' | 'ERR_SSE_IDLE_TIMEOUT' | 'ERR_SSE_DEADLINE',
    { after, fails }: CheckedTimeout,
    what: string,
    option: string,
  ): void {
    this.#expired(new ConnectionError(code, `${what} within ${after} ms, which is what ${option} allows`), fails);
  }
}
