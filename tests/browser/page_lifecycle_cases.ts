import { equal } from '../support/expect.js';
import type { BrowserName } from './browser_process.js';
import type { NumberedStream } from './numbered_streams.js';
import type { Visit } from './visit.js';

export type LifecycleCase = (visit: Visit) => Promise<void>;

/** Cases by what they show. */
export type LifecycleCases = Readonly<Record<string, LifecycleCase>>;

/** So many events that a page cannot deliver them before something happens to it. */
const many = 5000;

const everywhere: LifecycleCases = {
  'a hidden page keeps its connection': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    await visit.whileHidden(async () => {
      stream.publish(2);
      equal(await visit.numbers(stream, 5), [1, 2, 3, 4, 5]);
    });
    await visit.settle();
    equal(stream.resumedFrom, ['']);
  },

  'a hidden page lets it go with hidden: true, and asks once when it is seen': async (visit) => {
    const stream = await visit.open({ method: 'GET', page: { hidden: true } });
    for (let times = 1; times <= 3; times++) {
      await visit.whileHidden(async () => {
        await visit.until(() => stream.open === 0);
        stream.publish(2);
      });
      await expectNumbers(visit, stream, 3 + 2 * times);
    }
    await expectRequests(visit, stream, ['', '3', '5', '7']);
  },

  'a hidden page loses and doubles nothing of what is being delivered': async (visit) => {
    const stream = await visit.open({ method: 'GET', page: { hidden: true } });
    for (let times = 1; times <= 3; times++) {
      stream.publish(many);
      await visit.whileHidden(() => visit.until(() => stream.open === 0));
      await expectNumbers(visit, stream, 3 + times * many);
    }
    await expectOneOpen(visit, stream, 4);
  },

  'a hidden page sends a POST once, even with hidden: true': async (visit) => {
    const stream = await visit.open({ method: 'POST', page: { hidden: true } });
    await visit.whileHidden(async () => {
      stream.publish(2);
      await visit.numbers(stream, 5);
    });
    await expectNumbers(visit, stream, 5);
    await expectRequests(visit, stream, ['']);
  },

  'a stream of which nothing was heard while there was no network is resumed once': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    const post = await visit.open({ method: 'POST' });
    await visit.setNetwork(false);
    await visit.setNetwork(true);
    await visit.until(() => stream.requests.length > 1 && stream.open === 1);
    stream.publish(2);
    await expectNumbers(visit, stream, 5);
    await expectRequests(visit, stream, ['', '3']);
    post.publish(2);
    await expectNumbers(visit, post, 5);
    await expectRequests(visit, post, ['']);
  },

  'a stream that is lost while there is no network waits for it, and asks once': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    await visit.setNetwork(false);
    stream.drop();
    equal(await visit.errors(stream, 1), ['ERR_SSE_STREAM_ENDED']);
    stream.publish(2);
    await visit.setNetwork(true);
    await expectNumbers(visit, stream, 5);
    await expectRequests(visit, stream, ['', '3']);
    equal(await visit.errors(stream, 1), ['ERR_SSE_STREAM_ENDED']);
  },

  'a page that waits goes to the back/forward cache, and asks at once when it is back': async (visit) => {
    const stream = await visit.open({ method: 'GET', patient: true });
    stream.drop();
    await visit.errors(stream, 1);
    await visit.goAway();
    stream.publish(2);
    await visit.comeBack();
    await expectNumbers(visit, stream, 5);
    equal(await visit.shows(), [false, true]);
    await expectRequests(visit, stream, ['', '3']);
  },

  'a page that is left leaves no connection behind, and has one when it is back from the cache': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    // Firefox breaks the stream off before the other page has come, and the package may have asked anew by then.
    await visit.goAway();
    await visit.until(() => stream.open === 0);
    const requests = stream.requests.length;
    await visit.comeBack();
    const [, isBack = false] = await visit.shows();
    if (isBack) await visit.until(() => stream.open === 1);
    await visit.settle();
    equal([stream.requests.length - requests, stream.open], isBack ? [1, 1] : [0, 0]);
  },
};

const inChromium: LifecycleCases = {
  'a frozen page lets its connection go, and asks once when it goes on': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    for (let times = 1; times <= 3; times++) {
      await visit.freeze();
      await visit.until(() => stream.open === 0);
      stream.publish(2);
      await visit.thaw();
      await expectNumbers(visit, stream, 3 + 2 * times);
    }
    await expectRequests(visit, stream, ['', '3', '5', '7']);
  },

  'a frozen page loses and doubles nothing of what is being delivered': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    for (let times = 1; times <= 5; times++) {
      stream.publish(many);
      await visit.freeze();
      await visit.until(() => stream.open === 0);
      await visit.thaw();
      await expectNumbers(visit, stream, 3 + times * many);
    }
    await expectOneOpen(visit, stream, 6);
  },

  'nor does a page in the back/forward cache': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    for (let times = 1; times <= 5; times++) {
      stream.publish(many);
      await visit.goAway();
      await visit.until(() => stream.open === 0);
      await visit.comeBack();
      await expectNumbers(visit, stream, 3 + times * many);
    }
    await expectOneOpen(visit, stream, 6);
  },

  'a hidden page that is frozen too asks once, with hidden: true': async (visit) => {
    const stream = await visit.open({ method: 'GET', page: { hidden: true } });
    await visit.whileHidden(async () => {
      await visit.freeze();
      await visit.until(() => stream.open === 0);
      stream.publish(2);
      await visit.thaw();
      await visit.settle();
      equal(stream.requests.length, 1);
    });
    await expectNumbers(visit, stream, 5);
    await expectRequests(visit, stream, ['', '3']);
  },

  'a frozen page sends a POST once': async (visit) => {
    const stream = await visit.open({ method: 'POST' });
    await visit.freeze();
    await visit.thaw();
    // Not before: in Chromium, `fetch` reads no more of a body of which something came while the page was frozen.
    stream.publish(2);
    await expectNumbers(visit, stream, 5);
    await expectRequests(visit, stream, ['']);
  },

  'a page with an open stream goes to the back/forward cache, again and again': async (visit) => {
    const stream = await visit.open({ method: 'GET' });
    for (let times = 1; times <= 3; times++) {
      await visit.goAway();
      // What a stream brings while a page is in the cache counts against the page.
      await visit.until(() => stream.open === 0);
      stream.publish(2);
      await visit.comeBack();
      await expectNumbers(visit, stream, 3 + 2 * times);
    }
    equal(await visit.shows(), [false, true, true, true]);
    await expectRequests(visit, stream, ['', '3', '5', '7']);
  },

  'so does one with many streams, hidden: true and a POST, which is sent once': async (visit) => {
    const streams = [await visit.open({ method: 'GET' }), await visit.open({ method: 'GET', page: { hidden: true } })];
    const post = await visit.open({ method: 'POST' });
    await visit.goAway();
    await visit.until(() => streams.every(({ open }) => open === 0));
    for (const stream of streams) stream.publish(2);
    post.publish(2);
    await visit.comeBack();
    equal(await visit.shows(), [false, true]);
    for (const stream of streams) {
      await expectNumbers(visit, stream, 5);
      await expectRequests(visit, stream, ['', '3']);
    }
    await expectNumbers(visit, post, 5);
    await expectRequests(visit, post, ['']);
  },
};

/** What the browser can be made to do. */
export function casesFor(browser: BrowserName): LifecycleCases {
  return browser === 'chromium' ? { ...everywhere, ...inChromium } : everywhere;
}

/** The page has got the numbers from 1 to the last one, each once and in order. */
async function expectNumbers(visit: Visit, stream: NumberedStream, last: number): Promise<void> {
  equal(
    await visit.numbers(stream, last),
    Array.from({ length: last }, (_, index) => index + 1),
  );
}

/** These requests have come, no more come, and the last of them is still being answered. */
async function expectRequests(visit: Visit, stream: NumberedStream, resumedFrom: readonly string[]): Promise<void> {
  await expectOneOpen(visit, stream, resumedFrom.length);
  equal(stream.resumedFrom, [...resumedFrom]);
}

async function expectOneOpen(visit: Visit, stream: NumberedStream, requests: number): Promise<void> {
  await visit.settle();
  await visit.until(() => stream.open <= 1);
  equal([stream.requests.length, stream.open], [requests, 1]);
}
