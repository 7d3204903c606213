import { connect, type Channel, type Platform } from '../../../../dist/shared/platform.js';
import type { Locks } from '../../../../dist/shared/membership.js';
import type { Message } from '../../../../dist/shared/message.js';
import type { StreamConnection } from '../../../../dist/connection/stream_connection.js';
import type { watchPage } from '../../../../dist/connection/page_lifecycle.js';
import { LockTable } from './lock_table.js';

interface Listener {
  readonly name: string;
  readonly tab: Tab;
  readonly take: (message: Message) => void;
}

/** Tabs of one origin in one process: each can die, be put away, or be slow to hear of things. */
export class TabNetwork {
  readonly locks = new LockTable();
  readonly #listeners = new Set<Listener>();
  /** All that was posted. */
  readonly posted: Message[] = [];

  open(): Tab {
    return new Tab(this);
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  post(sender: Listener, message: Message): void {
    // As a browser does, which tells of mistakes: functions and the like cannot be cloned.
    const copy = structuredClone(message);
    this.posted.push(copy);
    for (const listener of this.#listeners) {
      if (listener === sender || listener.name !== sender.name) continue;
      listener.tab.receive(() => {
        if (this.#listeners.has(listener)) listener.take(structuredClone(copy));
      });
    }
  }
}

/** What a tab finds in its browser; given to a connection, it is that connection's tab. */
export class Tab implements Platform {
  readonly #network: TabNetwork;
  readonly #connections = new Set<StreamConnection>();
  readonly #listeners = new Set<Listener>();
  readonly locks: Locks;
  #inbox: (() => void)[] = [];
  #isSlow = false;
  #isDead = false;
  #tellPage: Parameters<typeof watchPage>[2] | undefined;

  constructor(network: TabNetwork) {
    this.#network = network;
    this.locks = network.locks.of(this);
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  readonly connect: Platform['connect'] = (settings, observer) => {
    const connection = connect(settings, observer);
    // Timers that were set before run here nevertheless.
    if (this.#isDead) connection.close();
    this.#connections.add(connection);
    return connection;
  };

  readonly watchPage: Platform['watchPage'] = (_options, _clock, tell) => {
    this.#tellPage = tell;
    return () => {
      this.#tellPage = undefined;
    };
  };

  open(name: string, take: (message: Message) => void): Channel {
    const listener: Listener = { name, tab: this, take };
    this.#listeners.add(listener);
    this.#network.listen(listener);
    return {
      post: (message) => {
        if (!this.#isDead) this.#network.post(listener, message);
      },
      close: () => {
        this.#network.unlisten(listener);
      },
    };
  }

  /** Messages come in order, each in a task of its own. */
  receive(deliver: () => void): void {
    if (this.#isDead) return;
    this.#inbox.push(deliver);
    if (!this.#isSlow) setImmediate(this.#takeNext);
  }

  /** From here on messages are on their way, until `hurry`. */
  dawdle(): void {
    this.#isSlow = true;
  }

  hurry(): void {
    this.#isSlow = false;
    while (this.#inbox.length > 0) this.#takeNext();
  }

  /** What was on its way never comes. */
  loseMessages(): void {
    this.#inbox = [];
  }

  /** The process is gone: its requests, its locks, and what it would have said. */
  crash(): void {
    this.#isDead = true;
    this.#inbox = [];
    for (const listener of this.#listeners) this.#network.unlisten(listener);
    for (const connection of this.#connections) connection.close();
    this.#network.locks.releaseAll(this);
  }

  /** The page goes into the back/forward cache. */
  putAway(): void {
    this.#tellPage?.('suspend');
  }

  bringBack(): void {
    this.#tellPage?.('resume');
  }

  readonly #takeNext = (): void => {
    if (this.#isDead) return;
    this.#inbox.shift()?.();
  };
}
