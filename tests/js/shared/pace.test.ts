import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../../support/expect.js';
import { settled } from '../../support/virtual_clock.js';
import { LiveFeed } from './support/live_feed.js';
import { allGot, numbers, SharedTabs } from './support/shared_tabs.js';

test('a tab that is paused gets nothing, holds nobody up, and gets everything when it goes on', async () => {
  for (const which of [0, 1]) {
    const feed = new LiveFeed();
    const tabs = await new SharedTabs(feed).openMany(3);
    const [paused] = tabs.splice(which, 1);
    paused?.connection.pause();
    feed.send(40);
    await allGot(tabs, 40);
    assert.deepEqual(paused?.data, []);
    paused.connection.resume();
    await allGot([paused], 40);
    assert.deepEqual(paused.data, numbers(1, 40));
    assert.equal(feed.requests.length, 1);
  }
});

test('a tab that leads and is paused can die like any other', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  const [leader, ...others] = tabs;
  leader?.connection.pause();
  feed.send(5);
  await allGot(others, 5);
  leader?.tab.crash();
  feed.send(5);
  await allGot(others, 10);
  for (const { data } of others) assert.deepEqual(data, numbers(1, 10));
});

test('a listener that takes its time gets one event after the other, and the others do not wait', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  let goOn = (): void => undefined;
  const slow = world.open({
    onEvent: () =>
      new Promise<void>((resolve) => {
        goOn = resolve;
      }),
  });
  const [other] = await world.openMany(1);
  feed.send(10);
  await other?.until(({ data }) => data.length === 10);
  for (let number = 1; number <= 10; number++) {
    await allGot([slow], number);
    assert.deepEqual(slow.data, numbers(1, number));
    goOn();
  }
});

test('nothing is read while all tabs are paused', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  for (const { connection } of tabs) connection.pause();
  await quiet();
  for (let i = 0; i < 50; i++) {
    feed.send(10);
    await settled();
  }
  // One read had been asked for before.
  assert.ok(feed.bytesWaiting > feed.bytesSent - 100, `${feed.bytesWaiting} of ${feed.bytesSent} bytes`);
  at(tabs, 2).connection.resume();
  await allGot([at(tabs, 2)], 500);
  at(tabs, 0).connection.resume();
  at(tabs, 1).connection.resume();
  await allGot(tabs, 500);
  for (const { data } of tabs) assert.deepEqual(data, numbers(1, 500));
});

test('a tab alone that takes nothing stops the reads', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  let goOn = (): void => undefined;
  const tab = world.open({
    onEvent: () =>
      new Promise<void>((resolve) => {
        goOn = resolve;
      }),
  });
  await tab.isOpen();
  for (let i = 0; i < 200; i++) {
    feed.send(10);
    await settled();
  }
  assert.ok(feed.bytesWaiting > feed.bytesSent / 2, `${feed.bytesWaiting} of ${feed.bytesSent} bytes`);
  for (let number = 1; number <= 2000; number++) {
    await allGot([tab], number);
    goOn();
  }
  assert.deepEqual(tab.data, numbers(1, 2000));
  assert.equal(feed.requests.length, 1);
});

test('who falls behind by more than is kept fetches it, and then rides with the others again', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  feed.send(1);
  await allGot(tabs, 1);
  const slow = at(tabs, 2);
  slow.connection.pause();
  slow.tab.dawdle();
  feed.send(3000);
  await allGot(tabs.slice(0, 2), 3001);
  slow.tab.hurry();
  slow.connection.resume();
  await allGot([slow], 3001);
  feed.send(1);
  await allGot(tabs, 3002);
  for (const { data, troubles } of tabs) {
    assert.deepEqual(data, numbers(1, 3002));
    assert.deepEqual(troubles, []);
  }
  await feed.hasOpen(1);
  assert.deepEqual(
    feed.requests.map(({ lastEventId }) => lastEventId),
    ['', '1'],
  );
});

test('what comes by both ways while a tab catches up is delivered once, whichever has it first', async () => {
  for (const isOwnFirst of [true, false]) {
    const feed = new LiveFeed();
    // So that the own connection begins with what is new to the others too.
    feed.replays = false;
    const tabs = await new SharedTabs(feed).openMany(2);
    feed.send(1);
    await allGot(tabs, 1);
    const [fast, slow] = [at(tabs, 0), at(tabs, 1)];
    slow.connection.pause();
    slow.tab.dawdle();
    feed.send(3000);
    await allGot([fast], 3001);
    slow.tab.hurry();
    slow.connection.resume();
    await feed.hasOpen(2);
    if (isOwnFirst) slow.tab.dawdle();
    feed.send(5);
    if (isOwnFirst) await allGot([slow], 3006);
    slow.tab.hurry();
    feed.send(5);
    await allGot(tabs, 3011);
    assert.deepEqual(slow.data, ['1', ...numbers(3002, 3011)]);
    assert.deepEqual(fast.data, numbers(1, 3011));
    await feed.hasOpen(1);
  }
});

test('who falls behind by more than is kept, and cannot ask for it, is told that events are lost', async () => {
  const feed = new LiveFeed();
  feed.hasIds = false;
  const tabs = await new SharedTabs(feed).openMany(2);
  const [fast, slow] = [at(tabs, 0), at(tabs, 1)];
  slow.connection.pause();
  slow.tab.dawdle();
  feed.send(3000);
  await allGot([fast], 3000);
  slow.tab.hurry();
  slow.connection.resume();
  await allGot([slow], 3000);
  assert.equal(slow.troubles[0]?.code, 'ERR_SSE_SHARED');
  assert.deepEqual(slow.data, numbers(1977, 3000));
  assert.equal(slow.connection.state, 'open');
});

test('a tab whose page is put away lets go, and has missed nothing when it is brought back', async () => {
  for (const which of [0, 1]) {
    for (const missed of [5, 3000]) {
      const feed = new LiveFeed();
      const tabs = await new SharedTabs(feed).openMany(3);
      feed.send(2);
      await allGot(tabs, 2);
      const away = at(tabs, which);
      away.tab.putAway();
      assert.equal(away.connection.state, 'suspended');
      const others = tabs.filter((tab) => tab !== away);
      feed.send(missed);
      await allGot(others, feed.count);
      assert.equal(feed.openCount, 1);
      away.tab.bringBack();
      await allGot([away], feed.count);
      feed.send(1);
      await allGot(tabs, feed.count);
      for (const { data, troubles } of tabs) {
        assert.deepEqual(data, numbers(1, feed.count));
        assert.deepEqual(troubles, []);
      }
      await feed.hasOpen(1);
    }
  }
});

test('a tab with a request that must not be repeated holds on to it when its page is put away', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed, { method: 'POST', body: 'question' }).openMany(2);
  const leader = at(tabs, 0);
  leader.tab.putAway();
  assert.equal(leader.connection.state, 'open');
  leader.tab.bringBack();
  feed.send(2);
  await allGot(tabs, 2);
  assert.equal(feed.requests.length, 1);
});

test('a tab that comes back when all others are gone goes on where it stopped', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(2);
  feed.send(2);
  await allGot(tabs, 2);
  const [away, other] = [at(tabs, 0), at(tabs, 1)];
  away.tab.putAway();
  feed.send(3);
  await allGot([other], 5);
  other.tab.crash();
  feed.send(3);
  away.tab.bringBack();
  await allGot([away], 8);
  assert.deepEqual(away.data, numbers(1, 8));
  assert.equal(feed.requests.at(-1)?.lastEventId, '2');
});

async function quiet(): Promise<void> {
  for (let i = 0; i < 10; i++) await settled();
}
