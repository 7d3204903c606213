import { equal } from '../support/expect.js';
import type { BrowserName } from './browser_process.js';
import type { Tabs } from './tabs.js';

interface SharedCase {
  /** The browser in which this can be done to a tab. */
  readonly only?: BrowserName;
  readonly run: (tabs: Tabs) => Promise<void>;
}

export const sharedCases: Readonly<Record<string, SharedCase>> = {
  'twelve tabs over HTTP/1.1 ride on one connection': {
    run: async (tabs) => {
      await tabs.open(12);
      tabs.journal.send(100);
      await expectAll(tabs, 100);
      equal(tabs.journal.requests.length, 1, 'the number of requests');
      await tabs.closeAll();
      await tabs.journal.until((open) => open.length === 0);
    },
  },
  'the tab that leads is closed, again and again, and no event is lost or doubled': {
    run: async (tabs) => {
      await tabs.open(6);
      tabs.journal.startFlow();
      for (let closed = 0; closed < 4; closed++) await tabs.close(await tabs.leader());
      await tabs.leader();
      await expectAll(tabs, tabs.journal.stopFlow());
      equal(tabs.names.length, 2, 'the number of tabs');
      equal(tabs.journal.tabs.length, 1, 'the number of connections');
      equal(tabs.journal.requests.length, 5, 'the number of requests');
    },
  },
  'the process of the tab that leads is killed, again and again, and no event is lost or doubled': {
    only: 'chromium',
    run: async (tabs) => {
      await tabs.open(6);
      tabs.journal.startFlow();
      for (let crashed = 0; crashed < 3; crashed++) await tabs.crash(await tabs.leader());
      await tabs.leader();
      await expectAll(tabs, tabs.journal.stopFlow());
      equal(tabs.journal.tabs.length, 1, 'the number of connections');
    },
  },
  'a tab that goes elsewhere and comes back has missed nothing': {
    run: async (tabs) => {
      await tabs.open(4);
      tabs.journal.send(10);
      const leader = await tabs.leader();
      await expectAll(tabs, 10);
      await tabs.elsewhere(leader);
      await tabs.journal.until(([tab]) => tab !== undefined && tab !== leader);
      tabs.journal.send(2000);
      const isKept = await tabs.comeBack(leader);
      tabs.journal.send(10);
      // Not every browser keeps the page; a new one begins with what is new.
      if (isKept) await expectAll(tabs, 2020);
      else equal((await tabs.numbers(leader, 2020)).at(-1), 2020, 'the last event');
    },
  },
  'the tab that leads is frozen, and catches up on more than is kept when it goes on': {
    only: 'chromium',
    run: async (tabs) => {
      await tabs.open(4);
      tabs.journal.send(1);
      // Who has no event yet has no ID to go on with.
      await expectAll(tabs, 1);
      tabs.journal.startFlow();
      for (let times = 0; times < 3; times++) {
        const leader = await tabs.leader();
        await tabs.freeze(leader);
        await tabs.journal.until(([tab]) => tab !== undefined && tab !== leader);
        tabs.journal.send(1500);
        await tabs.thaw(leader);
      }
      await expectAll(tabs, tabs.journal.stopFlow());
      await tabs.leader();
    },
  },
};

/** Each tab has got every event exactly once and in order. */
async function expectAll(tabs: Tabs, last: number): Promise<void> {
  for (const [name, numbers] of await tabs.allNumbers(last)) {
    const wrong = numbers.findIndex((number, index) => number !== index + 1);
    const around = numbers.slice(Math.max(0, wrong - 3), wrong + 4);
    equal(
      wrong,
      -1,
      `${name}, which got ${numbers.length} of ${last} events: ${around.join(' ')}: the first wrong one`,
    );
    equal(numbers.length, last, `the number of events in ${name}`);
    equal(await tabs.errors(name), [], `the errors in ${name}`);
  }
}
