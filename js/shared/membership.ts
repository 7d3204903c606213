/** What is needed of `navigator.locks`. */
export interface Locks {
  request(name: string, options: { signal: AbortSignal }, granted: () => Promise<void> | undefined): Promise<unknown>;
  query(): Promise<{ held?: readonly { name?: string }[] }>;
}

/**
 * A tab's part in a group that shares a connection, as Web Locks know it. Whoever holds the lock with the group's name leads; the others
 * wait for it in the order in which they came. Each tab holds a lock of its own besides, so that the browser knows who is alive: a
 * lock goes when its tab is closed or crashes.
 */
export class Membership {
  readonly #locks: Locks;
  readonly #group: string;
  readonly #tab: string;
  readonly #presence = new AbortController();
  #isAlone = false;

  constructor(locks: Locks, group: string, tab: string) {
    this.#locks = locks;
    this.#group = group;
    this.#tab = tab;
  }

  /**
   * Calls `present` when others can see that this tab is there, and `elected` when it is its turn to lead; that one at once where the
   * browser allows no locks, because this tab is alone then.
   */
  join(present: () => void, elected: () => void): void {
    const { signal } = this.#presence;
    const aloneUnlessLeft = (): void => {
      if (signal.aborted) return;
      this.#isAlone = true;
      elected();
    };
    const wait = (): void => {
      present();
      this.#hold(this.#group, signal, elected).catch(() => undefined);
    };
    // Refused in an opaque origin, or when the user has turned storage off.
    this.#hold(`${this.#group} ${this.#tab}`, signal, wait).catch(aloneUnlessLeft);
  }

  /** The names of the other tabs that are alive. */
  async others(): Promise<ReadonlySet<string>> {
    // Refused as locks are, and when the page is on its way out.
    const { held = [] } = this.#isAlone ? {} : await this.#locks.query().catch(() => ({ held: [] }));
    const prefix = `${this.#group} `;
    const tabs = held.map(({ name = '' }) => name).filter((name) => name.startsWith(prefix));
    return new Set(tabs.map((name) => name.slice(prefix.length)).filter((tab) => tab !== this.#tab));
  }

  leave(): void {
    this.#presence.abort();
  }

  /** Holds the lock from when it is granted until `signal` is aborted. */
  async #hold(name: string, signal: AbortSignal, granted: () => void): Promise<void> {
    await this.#locks.request(name, { signal }, () => {
      if (signal.aborted) return undefined;
      return new Promise<void>((resolve) => {
        const release = (): void => {
          resolve();
        };
        signal.addEventListener('abort', release, { once: true });
        granted();
      });
    });
  }
}
