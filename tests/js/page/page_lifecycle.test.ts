import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CheckedPageOptions, type PageSignal, watchPage } from '../../../dist/connection/page_lifecycle.js';
import { FakeClock } from './fake_clock.js';
import { FakePage } from './fake_page.js';

const defaults: CheckedPageOptions = { freeze: true, hidden: false, network: true, sleep: true };
const nothing: CheckedPageOptions = { freeze: false, hidden: false, network: false, sleep: false };
const hour = 3_600_000;

class Watched {
  readonly page: FakePage;
  readonly clock = new FakeClock();
  readonly signals: PageSignal[] = [];
  readonly stop: () => void;

  constructor(options: Partial<CheckedPageOptions> = {}, page = new FakePage()) {
    this.page = page;
    this.stop = watchPage({ ...defaults, ...options }, this.clock, (signal) => this.signals.push(signal), page);
  }

  /** The signals since the last call. */
  get told(): PageSignal[] {
    return this.signals.splice(0);
  }
}

describe('a page that is put away', () => {
  test('and frozen is told of once, and so is its return', () => {
    const watched = new Watched();
    watched.page.freeze();
    assert.deepEqual(watched.told, ['suspend']);
    watched.page.thaw();
    assert.deepEqual(watched.told, ['resume']);
    watched.page.freeze();
    watched.page.thaw();
    assert.deepEqual(watched.told, ['suspend', 'resume']);
  });

  for (const hidden of [false, true]) {
    test(`in the back/forward cache is told of once, with hidden: ${hidden}`, () => {
      const watched = new Watched({ hidden });
      const { page } = watched;
      page.putAway();
      assert.deepEqual(watched.told, ['suspend']);
      page.bringBack();
      assert.deepEqual(watched.told, ['resume']);
      page.putAwayWithoutFreezing();
      assert.deepEqual(watched.told, ['suspend']);
      page.bringBackWithoutThawing();
      assert.deepEqual(watched.told, ['resume']);
    });
  }

  test('and will not come back is told of all the same: Firefox lets its requests outlive it', () => {
    const watched = new Watched();
    watched.page.putAway(false);
    assert.deepEqual(watched.told, ['suspend']);
  });

  test('the end of loading is no return', () => {
    const watched = new Watched();
    watched.page.finishLoading();
    assert.deepEqual(watched.told, []);
    watched.page.freeze();
    watched.page.finishLoading();
    assert.deepEqual(watched.told, ['suspend']);
  });

  test('is not told of with freeze: false', () => {
    const watched = new Watched({ freeze: false });
    watched.page.freeze();
    watched.clock.sleep(hour);
    watched.page.thaw();
    for (const [leave, comeBack] of [
      ['putAway', 'bringBack'],
      ['putAwayWithoutFreezing', 'bringBackWithoutThawing'],
    ] as const) {
      watched.page[leave]();
      watched.clock.sleep(hour);
      watched.page[comeBack]();
    }
    watched.clock.pass(hour);
    assert.deepEqual(watched.told, []);
  });
});

describe('a hidden page', () => {
  test('is not told of by default', () => {
    const watched = new Watched();
    watched.page.hide();
    watched.page.show();
    assert.deepEqual(watched.told, []);
  });

  test('is with hidden: true', () => {
    const watched = new Watched({ hidden: true });
    watched.page.hide();
    assert.deepEqual(watched.told, ['suspend']);
    watched.page.show();
    assert.deepEqual(watched.told, ['resume']);
  });

  test('that is frozen too is told of once, and comes back when the last reason is over', () => {
    const watched = new Watched({ hidden: true });
    watched.page.hide();
    watched.page.freeze();
    watched.page.thaw();
    assert.deepEqual(watched.told, ['suspend']);
    watched.page.freeze();
    watched.page.show();
    assert.deepEqual(watched.told, []);
    watched.page.thaw();
    assert.deepEqual(watched.told, ['resume']);
  });

  test('is told of before watchPage() returns when it is hidden already', () => {
    const page = new FakePage();
    page.hide();
    const watched = new Watched({ hidden: true }, page);
    assert.deepEqual(watched.told, ['suspend']);
    assert.deepEqual(new Watched({}, page).told, []);
    page.show();
    assert.deepEqual(watched.told, ['resume']);
  });

  test('a page that prerenders counts as hidden', () => {
    const page = new FakePage();
    page.document.visibilityState = 'hidden';
    const watched = new Watched({ hidden: true }, page);
    page.show();
    assert.deepEqual(watched.told, ['suspend', 'resume']);
  });
});

describe('the network', () => {
  test('is told of when it goes and comes', () => {
    const watched = new Watched();
    watched.page.loseNetwork();
    watched.page.findNetwork();
    assert.deepEqual(watched.told, ['offline', 'online']);
  });

  test('and not with network: false', () => {
    const watched = new Watched({ network: false });
    watched.page.loseNetwork();
    watched.page.findNetwork();
    assert.deepEqual(watched.told, []);
  });

  test('the same news twice is no news', () => {
    const watched = new Watched();
    watched.page.findNetwork();
    assert.deepEqual(watched.told, []);
    watched.page.loseNetwork();
    watched.page.loseNetwork();
    watched.page.findNetwork();
    watched.page.findNetwork();
    assert.deepEqual(watched.told, ['offline', 'online']);
  });

  test('is told of before watchPage() returns when it is not there', () => {
    const page = new FakePage();
    page.navigator.onLine = false;
    const watched = new Watched({}, page);
    assert.deepEqual(watched.told, ['offline']);
    page.findNetwork();
    assert.deepEqual(watched.told, ['online']);
  });

  test('that changed while the page was frozen, untold, is told of before the page resumes', () => {
    const watched = new Watched();
    const { page } = watched;
    page.freeze();
    page.navigator.onLine = false;
    page.thaw();
    assert.deepEqual(watched.told, ['suspend', 'offline', 'resume']);
    page.putAwayWithoutFreezing();
    page.navigator.onLine = true;
    page.bringBackWithoutThawing();
    assert.deepEqual(watched.told, ['suspend', 'online', 'resume']);
    page.findNetwork();
    assert.deepEqual(watched.told, []);
  });
});

describe('a machine that slept', () => {
  test('is told of', () => {
    const watched = new Watched();
    watched.clock.sleep(hour);
    watched.clock.pass(30_000);
    assert.deepEqual(watched.told, ['wake']);
  });

  test('and not with sleep: false, which needs no timer', () => {
    const watched = new Watched({ sleep: false });
    assert.equal(watched.clock.timers.size, 0);
    watched.clock.sleep(hour);
    watched.page.hide();
    watched.page.show();
    assert.deepEqual(watched.told, []);
  });

  test('is told of once, whatever else tells that it is awake', () => {
    const watched = new Watched();
    const { page, clock } = watched;
    clock.sleep(hour);
    page.loseNetwork();
    page.findNetwork();
    page.hide();
    page.show();
    clock.pass(hour);
    assert.deepEqual(watched.told, ['wake', 'offline', 'online']);
  });

  test('is told of when the page is seen again, before the timer runs', () => {
    const watched = new Watched();
    watched.page.hide();
    watched.clock.sleep(hour);
    watched.page.show();
    assert.deepEqual(watched.told, ['wake']);
  });

  for (const [how, leave, comeBack] of [
    ['frozen', 'freeze', 'thaw'],
    ['cached', 'putAway', 'bringBack'],
    ['cached as in Firefox', 'putAwayWithoutFreezing', 'bringBackWithoutThawing'],
    ['hidden', 'hide', 'show'],
  ] as const) {
    test(`resumes and does not wake when its page was ${how}`, () => {
      const watched = new Watched({ hidden: how === 'hidden' });
      watched.page[leave]();
      watched.clock.sleep(hour);
      watched.page[comeBack]();
      watched.clock.pass(hour);
      assert.deepEqual(watched.told, ['suspend', 'resume']);
    });
  }

  test('does not wake who is suspended, if the timer is first', () => {
    const watched = new Watched();
    watched.page.freeze();
    watched.clock.sleep(hour);
    watched.clock.pass(30_000);
    watched.page.thaw();
    watched.clock.pass(hour);
    assert.deepEqual(watched.told, ['suspend', 'resume']);
  });

  test('wakes one connection and resumes another', () => {
    const page = new FakePage();
    const clock = new FakeClock();
    const signals: string[] = [];
    for (const hidden of [false, true]) {
      watchPage(
        { ...defaults, hidden },
        clock,
        (signal) => signals.push(`${hidden ? 'hides' : 'stays'}: ${signal}`),
        page,
      );
    }
    page.hide();
    clock.sleep(hour);
    page.show();
    clock.pass(hour);
    assert.deepEqual(signals, ['hides: suspend', 'stays: wake', 'hides: resume']);
  });
});

describe('the listeners', () => {
  test('are one set for all connections, there while one is left', () => {
    const page = new FakePage();
    const all = Array.from({ length: 1000 }, () => new Watched({}, page));
    const once = (...types: string[]): Map<string, number> => new Map(types.map((type) => [type, 1]));
    assert.deepEqual(page.document.listeners, once('freeze', 'resume', 'visibilitychange'));
    assert.deepEqual(page.listeners, once('pagehide', 'pageshow', 'offline', 'online'));
    page.freeze();
    for (const { signals } of all) assert.deepEqual(signals, ['suspend']);
    const last = all.pop();
    for (const { stop } of all) {
      stop();
      stop();
    }
    assert.equal(page.listeners.size, 4);
    last?.stop();
    assert.equal(page.listeners.size + page.document.listeners.size, 0);
    for (const { clock } of all) assert.equal(clock.timers.size, 0);
  });

  test('a connection that comes while the page is put away knows it', () => {
    const page = new FakePage();
    const first = new Watched({}, page);
    page.freeze();
    const second = new Watched({}, page);
    assert.deepEqual(second.told, ['suspend']);
    first.stop();
    second.stop();
    const third = new Watched({}, page);
    assert.deepEqual(third.told, [], 'what was not listened to is not known');
    page.thaw();
    assert.deepEqual(third.told, []);
  });

  test('who stops is told nothing more, not even of what is being told', () => {
    const page = new FakePage();
    const signals: string[] = [];
    watchPage(
      defaults,
      new FakeClock(),
      (signal) => {
        signals.push(`first: ${signal}`);
        second.stop();
      },
      page,
    );
    const second = new Watched({}, page);
    page.loseNetwork();
    assert.deepEqual(signals, ['first: offline']);
    assert.deepEqual(second.told, []);

    const own = new FakePage();
    const watched = new Watched({}, own);
    const stop = watchPage(
      defaults,
      new FakeClock(),
      (signal) => {
        signals.push(`own: ${signal}`);
        if (signal === 'offline') stop();
      },
      own,
    );
    own.freeze();
    own.navigator.onLine = false;
    own.thaw();
    assert.deepEqual(signals, ['first: offline', 'own: suspend', 'own: offline']);
    assert.deepEqual(watched.told, ['suspend', 'offline', 'resume']);
  });

  test('nothing is listened to when nothing is wanted', () => {
    const watched = new Watched(nothing);
    assert.equal(watched.page.listeners.size + watched.page.document.listeners.size + watched.clock.timers.size, 0);
    watched.stop();
  });
});

describe('without a page', () => {
  test('a worker has the network to tell of', () => {
    const signals: PageSignal[] = [];
    const scope = Object.assign(new EventTarget(), { navigator: { onLine: true } });
    const stop = watchPage({ ...defaults, hidden: true }, new FakeClock(), (signal) => signals.push(signal), scope);
    scope.dispatchEvent(new Event('offline'));
    scope.dispatchEvent(new Event('online'));
    assert.deepEqual(signals, ['offline', 'online']);
    stop();
    scope.dispatchEvent(new Event('offline'));
    assert.deepEqual(signals, ['offline', 'online']);
  });

  test('Node has only sleep', () => {
    const clock = new FakeClock();
    const signals: PageSignal[] = [];
    const stop = watchPage({ ...defaults, hidden: true }, clock, (signal) => signals.push(signal));
    assert.deepEqual(signals, []);
    clock.sleep(hour);
    clock.pass(30_000);
    assert.deepEqual(signals, ['wake']);
    stop();
    assert.equal(clock.timers.size, 0);
  });

  test('a server with an addEventListener of its own is not asked to tell of a network', () => {
    const addEventListener = (): void => assert.fail('was asked');
    const scope = Object.assign(new EventTarget(), { navigator: {}, addEventListener });
    watchPage(defaults, new FakeClock(), () => assert.fail('was told'), scope)();
  });

  test("Cloudflare's workers have nothing to tell, and get no timer", () => {
    const clock = new FakeClock();
    const scope = Object.assign(new EventTarget(), { navigator: { userAgent: 'Cloudflare-Workers' } });
    watchPage(defaults, clock, () => assert.fail('was told'), scope);
    assert.equal(clock.timers.size, 0);
  });
});
