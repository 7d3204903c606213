import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { ConnectionState } from '../connection/machine.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import { CatchUp } from './catch_up.js';
import { Group } from './group.js';
import { History } from './history.js';
import { Playback } from './playback.js';
import type { Platform } from './platform.js';
import { resumedSettings } from './resumed_settings.js';

/** What the catching up of one tab does without. */
const alone = { store: undefined, signal: undefined, onStateChange: undefined } as const;

/**
 * One tab's view of a connection that several tabs share. One of them leads: it makes the requests, and tells the others what comes.
 * When it goes, the next one takes over where it stopped.
 */
export class SharedConnection implements StreamConnection {
  readonly #settings: ConnectionSettings;
  readonly #observer: Observer;
  readonly #platform: Platform;
  readonly #history = new History();
  readonly #playback: Playback;
  readonly #makeName: () => Promise<string>;
  #name: string | undefined;
  #group: Group | undefined;
  #leavePage: (() => void) | undefined;
  #hasStarted = false;
  #isSuspended = false;
  #isOver = false;

  /** @param name of the group */
  constructor(settings: ConnectionSettings, observer: Observer, name: () => Promise<string>, platform: Platform) {
    this.#settings = settings;
    this.#observer = observer;
    this.#makeName = name;
    this.#platform = platform;
    this.#playback = new Playback({
      history: this.#history,
      observer,
      lastEventId: settings.initialLastEventId,
      onStateChange: settings.onStateChange,
      catchUp: (lastEventId) => this.#catchUp(lastEventId),
      pressure: (full) => {
        this.#group?.pressure(full);
      },
    });
  }

  get state(): ConnectionState {
    const { state } = this.#playback;
    return state === 'idle' && this.#hasStarted ? 'connecting' : state;
  }

  get lastEventId(): string {
    return this.#playback.lastEventId;
  }

  get url(): string {
    const { url } = this.#settings.request;
    return this.#playback.url === '' && typeof url !== 'function' ? String(url) : this.#playback.url;
  }

  start(): void {
    if (this.#hasStarted || this.#isOver) return;
    this.#hasStarted = true;
    const { signal, page, clock } = this.#settings;
    if (signal?.aborted === true) {
      this.#closeOnAbort();
      return;
    }
    signal?.addEventListener('abort', this.#closeOnAbort, { once: true });
    // The network and the machine's sleep are the business of whoever leads.
    const ownPage = { ...page, network: false, sleep: false };
    this.#leavePage = this.#platform.watchPage(ownPage, clock, (what) => {
      if (what === 'suspend') this.#leave();
      else this.#comeBack();
    });
    void this.#makeName().then((name) => {
      this.#name = name;
      this.#join();
    });
  }

  close(): void {
    // After the end of the stream the group looks after itself.
    if (!this.#isOver) this.#group?.leave();
    this.#end();
    this.#playback.close();
  }

  restart(): void {
    this.#group?.restart();
  }

  pause(): void {
    this.#playback.pause();
  }

  resume(): void {
    this.#playback.resume();
  }

  commit(lastEventId: string): void {
    this.#group?.commit(lastEventId);
  }

  readonly #closeOnAbort = (): void => {
    this.close();
    this.#observer.aborted(this.#settings.signal?.reason);
  };

  #join(): void {
    if (this.#name === undefined || this.#group !== undefined || this.#isSuspended || this.#isOver) return;
    this.#group = new Group({
      name: this.#name,
      settings: this.#settings,
      history: this.#history,
      playback: this.#playback,
      platform: this.#platform,
      ended: () => {
        this.#end();
      },
    });
    this.#group.join();
    this.#playback.begin();
  }

  /** The page is put away: somebody else has to lead, and an open channel would keep it from the back/forward cache. */
  #leave(): void {
    // What could not be taken over is better kept for as long as it lasts.
    if (resumedSettings(this.#settings, this.#history.lastEventId) === undefined) return;
    this.#isSuspended = true;
    this.#group?.leave();
    this.#group = undefined;
    this.#playback.suspend();
  }

  #comeBack(): void {
    this.#isSuspended = false;
    this.#join();
  }

  #end(): void {
    this.#isOver = true;
    this.#leavePage?.();
    this.#settings.signal?.removeEventListener('abort', this.#closeOnAbort);
  }

  #catchUp(lastEventId: string): CatchUp | undefined {
    const settings = resumedSettings(this.#settings, lastEventId);
    if (settings === undefined) return undefined;
    return new CatchUp({
      settings: { ...settings, ...alone },
      history: this.#history,
      connect: (...parameters) => this.#platform.connect(...parameters),
      missed: (event) => this.#playback.missed(event),
      caughtUp: (number) => {
        this.#playback.caughtUp(number);
      },
      failed: (error) => {
        this.#playback.giveUp(error);
      },
    });
  }
}
