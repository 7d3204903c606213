import type { PageScope } from '../../../dist/connection/page_lifecycle.js';

/** Counts its listeners. */
class CountedTarget extends EventTarget {
  readonly listeners = new Map<string, number>();

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    super.addEventListener(...args);
    this.#count(args[0], 1);
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    super.removeEventListener(...args);
    this.#count(args[0], -1);
  }

  #count(type: string, change: number): void {
    const count = (this.listeners.get(type) ?? 0) + change;
    if (count === 0) this.listeners.delete(type);
    else this.listeners.set(type, count);
  }
}

class FakeDocument extends CountedTarget {
  visibilityState = 'visible';
}

/** A page's global object, whose life a test plays in the order in which browsers tell of it. */
export class FakePage extends CountedTarget implements PageScope {
  readonly document = new FakeDocument();
  readonly navigator = { onLine: true, userAgent: 'fake' };

  hide(): void {
    this.#see('hidden');
  }

  show(): void {
    this.#see('visible');
  }

  freeze(): void {
    this.document.dispatchEvent(new Event('freeze'));
  }

  thaw(): void {
    this.document.dispatchEvent(new Event('resume'));
  }

  /** As Chromium does it when the user goes to another page. */
  putAway(persisted = true): void {
    this.#transit('pagehide', persisted);
    this.hide();
    if (persisted) this.freeze();
  }

  bringBack(): void {
    this.thaw();
    this.show();
    this.#transit('pageshow', true);
  }

  /** As Firefox does it, which knows no freezing. */
  putAwayWithoutFreezing(): void {
    this.#transit('pagehide', true);
    this.hide();
  }

  bringBackWithoutThawing(): void {
    this.show();
    this.#transit('pageshow', true);
  }

  /** What every page has once it is loaded. */
  finishLoading(): void {
    this.#transit('pageshow', false);
  }

  loseNetwork(): void {
    this.navigator.onLine = false;
    this.dispatchEvent(new Event('offline'));
  }

  findNetwork(): void {
    this.navigator.onLine = true;
    this.dispatchEvent(new Event('online'));
  }

  #see(state: string): void {
    if (this.document.visibilityState === state) return;
    this.document.visibilityState = state;
    this.document.dispatchEvent(new Event('visibilitychange'));
  }

  #transit(type: string, persisted: boolean): void {
    this.dispatchEvent(Object.assign(new Event(type), { persisted }));
  }
}
