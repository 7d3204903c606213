import type { Clock } from './clock.js';
import { type Sleeper, type SleepWatch, sleepWatch } from './sleep_watch.js';

/** What a connection wants to be told of; the option `page`, with its defaults. */
export interface CheckedPageOptions {
  /** The page is frozen, or left: it may go to the back/forward cache. */
  readonly freeze: boolean;
  /** The page cannot be seen. */
  readonly hidden: boolean;
  /** The machine loses the network, or has it again. */
  readonly network: boolean;
  /** The machine has slept. */
  readonly sleep: boolean;
}

/**
 * What happened to the page or to the machine:
 *
 * - `suspend`: the page is frozen, left (and perhaps in the back/forward cache), or hidden; `resume`: none of it any more
 * - `offline`, `online`: what the browser says of the network
 * - `wake`: the machine slept; not said to who is suspended, because `resume` will do
 */
export type PageSignal = 'suspend' | 'resume' | 'offline' | 'online' | 'wake';

/** What of the global object is looked at. A page has all of it, a worker no document, Node nothing. */
export interface PageScope {
  readonly document?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
    readonly visibilityState?: string;
  };
  readonly navigator?: { readonly onLine?: boolean; readonly userAgent?: string };
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
}

/**
 * Tells what happens until the function that is returned is called. What holds already is told before `watchPage` returns: `suspend`
 * in a hidden page, `offline` without network. After that, `suspend` and `resume` take turns, and so do `offline` and `online`.
 *
 * @param tell must not throw
 * @param scope the global object, except in tests
 */
export function watchPage(
  options: CheckedPageOptions,
  clock: Clock,
  tell: (signal: PageSignal) => void,
  scope: PageScope = globalThis,
): () => void {
  const { freeze, hidden, network } = options;
  const sleep = options.sleep && maySleep(scope);
  if (!freeze && !hidden && !network && !sleep) return () => undefined;
  let page = pages.get(scope);
  if (page === undefined) {
    page = new Page(scope);
    pages.set(scope, page);
  }
  return page.add(new Watcher(options, tell, sleep ? sleepWatch(clock) : undefined));
}

/** Pages by their global object: thousands of connections share one set of listeners. */
const pages = new WeakMap<PageScope, Page>();

/** Of the page's events. No `unload` or `beforeunload`: they keep a page out of the back/forward cache. */
const documentEvents = ['freeze', 'resume', 'visibilitychange'] as const;
const windowEvents = ['pagehide', 'pageshow'] as const;
const networkEvents = ['offline', 'online'] as const;

/** The state of the page, as far as its events tell. */
class Page {
  readonly #scope: PageScope;
  readonly #watchers = new Set<Watcher>();
  #frozen = false;
  #left = false;
  #offline = false;

  constructor(scope: PageScope) {
    this.#scope = scope;
  }

  add(watcher: Watcher): () => void {
    if (this.#watchers.size === 0) this.#begin();
    this.#watchers.add(watcher);
    watcher.start();
    this.#update(watcher);
    return () => {
      watcher.stop();
      if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.#listen('removeEventListener');
    };
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'freeze':
        this.#frozen = true;
        break;
      case 'resume':
        this.#frozen = false;
        this.#thaw();
        break;
      case 'pagehide':
        // Whether it is to be `persisted` or not: Firefox breaks a page's streams off when the user leaves, and what the page asks for
        // from then on outlives it.
        this.#left = true;
        break;
      case 'pageshow':
        this.#left = false;
        this.#thaw();
        break;
      case 'offline':
      case 'online':
        this.#look();
        this.#offline = event.type === 'offline';
        break;
      default:
        // Browsers say that a page that comes back from the cache is visible before they say that it is back.
        if (!this.#left) this.#look();
    }
    for (const watcher of this.#watchers) this.#update(watcher);
  }

  #begin(): void {
    this.#frozen = false;
    this.#left = false;
    this.#offline = this.#scope.navigator?.onLine === false;
    this.#listen('addEventListener');
  }

  #listen(method: 'addEventListener' | 'removeEventListener'): void {
    const { document, navigator } = this.#scope;
    for (const type of documentEvents) document?.[method](type, this);
    // Servers have an `addEventListener` too, and nothing of this to tell.
    const types = [
      ...(document === undefined ? [] : windowEvents),
      ...(navigator?.onLine === undefined ? [] : networkEvents),
    ];
    for (const type of types) this.#scope[method]?.(type, this);
  }

  /** The timer of the sleep watch stood still with the page, and nobody told of the network. */
  #thaw(): void {
    for (const watcher of this.#watchers) watcher.sleep?.forgive();
    const onLine = this.#scope.navigator?.onLine;
    if (onLine !== undefined) this.#offline = !onLine;
  }

  /** Whoever slept hears of that first, so that one new request is enough for both. */
  #look(): void {
    for (const watcher of this.#watchers) watcher.sleep?.look();
  }

  #update(watcher: Watcher): void {
    watcher.update({
      still: this.#frozen || this.#left,
      hidden: this.#scope.document?.visibilityState === 'hidden',
      offline: this.#offline,
    });
  }
}

interface PageState {
  readonly still: boolean;
  readonly hidden: boolean;
  readonly offline: boolean;
}

/** One connection's view: what it was told last, so that it is told of changes alone. */
class Watcher implements Sleeper {
  readonly sleep: SleepWatch | undefined;
  readonly #options: CheckedPageOptions;
  readonly #tell: (signal: PageSignal) => void;
  #suspended = false;
  #offline = false;
  #stopped = false;

  constructor(options: CheckedPageOptions, tell: (signal: PageSignal) => void, sleep: SleepWatch | undefined) {
    this.#options = options;
    this.#tell = tell;
    this.sleep = sleep;
  }

  start(): void {
    this.sleep?.add(this);
  }

  wake(): void {
    if (!this.#suspended) this.#signal('wake');
  }

  stop(): void {
    this.#stopped = true;
    this.sleep?.remove(this);
  }

  /** The network first: who resumes has to know whether it is there. */
  update({ still, hidden, offline }: PageState): void {
    const { freeze, hidden: whileHidden, network } = this.#options;
    if (network && offline !== this.#offline) {
      this.#offline = offline;
      this.#signal(offline ? 'offline' : 'online');
    }
    const suspended = (freeze && still) || (whileHidden && hidden);
    if (suspended !== this.#suspended) {
      this.#suspended = suspended;
      this.#signal(suspended ? 'suspend' : 'resume');
    }
  }

  #signal(signal: PageSignal): void {
    if (!this.#stopped) this.#tell(signal);
  }
}

/** Cloudflare's workers run where nothing sleeps, and a timer there belongs to the request that set it: it cannot be shared. */
function maySleep({ navigator }: PageScope): boolean {
  return navigator?.userAgent !== 'Cloudflare-Workers';
}
