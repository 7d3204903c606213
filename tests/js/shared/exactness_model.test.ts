import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Clock, platformClock } from '../../../dist/connection/clock.js';
import { settled } from '../../support/virtual_clock.js';
import { LiveFeed } from './support/live_feed.js';
import type { RecordedTab } from './support/recorded_tab.js';
import { allGot, SharedTabs } from './support/shared_tabs.js';

/** Nobody waits for long: tabs that are slow are left behind, and have to be brought up to date. */
const hasty: Clock = {
  ...platformClock,
  setTimeout: (run, delay) => platformClock.setTimeout(run, Math.min(delay, 1)),
};

/** What may happen, to the tab of this number among those that are there. */
const happenings = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('send' as const), tab: fc.nat(40) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      what: fc.constantFrom('open', 'crash', 'close', 'dawdle', 'hurry', 'put away', 'bring back', 'pause', 'resume'),
      tab: fc.nat(6),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('settle' as const), tab: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('end of connection' as const), tab: fc.constant(0) }) },
  // More than any tab keeps.
  { weight: 1, arbitrary: fc.record({ what: fc.constant('flood' as const), tab: fc.constant(0) }) },
);

type Happening = typeof happenings extends fc.Arbitrary<infer T> ? T : never;

test('whatever happens to tabs, each of them gets every event exactly once and in order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(happenings, { minLength: 5, maxLength: 40 }), run), {
    numRuns: 100,
    endOnFailure: false,
  });
});

async function run(script: readonly Happening[]): Promise<void> {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed, { clock: hasty });
  const first = world.open();
  await first.isOpen();
  const alive: RecordedTab[] = [first];
  for (const { what, tab: number } of script) {
    const tab = alive[number % Math.max(1, alive.length)];
    await happen(what, number, tab, alive, world, feed);
  }
  for (const tab of alive) {
    tab.tab.hurry();
    tab.tab.bringBack();
    tab.connection.resume();
  }
  if (alive.length === 0) alive.push(world.open());
  await Promise.all(alive.map((tab) => tab.isOpen()));
  feed.send(1);
  await allGot(alive, feed.count);
  for (const { data, failures } of alive) {
    const begin = Number(data[0]);
    assert.deepEqual(
      data.map(Number),
      Array.from(data, (_, index) => begin + index),
    );
    assert.equal(Number(data.at(-1)), feed.count);
    assert.deepEqual(
      failures.filter(({ code }) => code !== 'ERR_SSE_STREAM_ENDED'),
      [],
    );
  }
  await feed.hasOpen(1);
  for (const { connection, tab } of alive) {
    connection.close();
    tab.crash();
  }
  await feed.hasOpen(0);
}

async function happen(
  what: Happening['what'],
  number: number,
  tab: RecordedTab | undefined,
  alive: RecordedTab[],
  world: SharedTabs,
  feed: LiveFeed,
): Promise<void> {
  switch (what) {
    case 'send':
      feed.send(number);
      return;
    case 'flood':
      feed.send(1100);
      return;
    case 'settle':
      for (let i = 0; i < 5; i++) await settled();
      return;
    case 'end of connection':
      feed.end();
      return;
    case 'open':
      if (alive.length < 6) alive.push(world.open());
      return;
    default:
      if (tab !== undefined) befall(what, tab, alive);
  }
}

function befall(what: Happening['what'], tab: RecordedTab, alive: RecordedTab[]): void {
  const leave = (): void => {
    alive.splice(alive.indexOf(tab), 1);
  };
  switch (what) {
    case 'crash':
      tab.tab.crash();
      leave();
      break;
    case 'close':
      tab.connection.close();
      leave();
      break;
    case 'dawdle':
      tab.tab.dawdle();
      break;
    case 'hurry':
      tab.tab.hurry();
      break;
    case 'put away':
      tab.tab.putAway();
      break;
    case 'bring back':
      tab.tab.bringBack();
      break;
    case 'pause':
      tab.connection.pause();
      break;
    case 'resume':
      tab.connection.resume();
      break;
    default:
  }
}
