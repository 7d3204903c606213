import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../../support/expect.js';
import { settled, VirtualClock } from '../../support/virtual_clock.js';
import { LiveFeed } from './support/live_feed.js';
import { allGot, numbers, SharedTabs } from './support/shared_tabs.js';

test('twelve tabs ride on one connection, and each gets every event once', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(12);
  feed.send(30);
  await allGot(tabs, 30);
  for (const { data } of tabs) assert.deepEqual(data, numbers(1, 30));
  assert.equal(feed.requests.length, 1);
});

test('when the tab that leads dies, the next one resumes where it stopped', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(4);
  while (tabs.length > 1) {
    feed.send(10);
    await allGot(tabs, feed.count);
    tabs.shift()?.tab.crash();
    feed.send(10);
    await allGot(tabs, feed.count);
    for (const { data } of tabs) assert.deepEqual(data, numbers(1, feed.count));
  }
  assert.equal(feed.openCount, 1);
  assert.deepEqual(
    feed.requests.map(({ lastEventId }) => lastEventId),
    ['', '10', '30', '50'],
  );
});

test('close() in the tab that leads hands the connection over; in the last tab it closes it', async () => {
  const feed = new LiveFeed();
  const [first, second] = await new SharedTabs(feed).openMany(2);
  assert.ok(first !== undefined && second !== undefined);
  feed.send(5);
  await allGot([first, second], 5);
  first.connection.close();
  assert.equal(first.connection.state, 'closed');
  feed.send(5);
  await allGot([second], 10);
  assert.deepEqual(first.data, numbers(1, 5));
  assert.deepEqual(second.data, numbers(1, 10));
  assert.ok(!second.changes.some(({ to }) => to === 'closed'));
  assert.deepEqual(second.failures, []);
  second.connection.close();
  await feed.hasOpen(0);
});

test('a new leader gets from the others what was on its way to it when the old one died', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  const [leader, next, other] = tabs;
  feed.send(3);
  await allGot(tabs, 3);
  next?.tab.dawdle();
  feed.send(4);
  await allGot([at(tabs, 0), at(tabs, 2)], 7);
  next?.tab.loseMessages();
  leader?.tab.crash();
  next?.tab.hurry();
  await feed.hasOpen(1);
  feed.send(1);
  await allGot([at(tabs, 1), at(tabs, 2)], 8);
  assert.deepEqual(next?.data, numbers(1, 8));
  assert.deepEqual(other?.data, numbers(1, 8));
  assert.equal(feed.requests.at(-1)?.lastEventId, '7');
});

test('a new leader gives the others what they did not get from the old one', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  const [leader, next, other] = tabs;
  other?.tab.dawdle();
  feed.send(4);
  await allGot([at(tabs, 0), at(tabs, 1)], 4);
  other?.tab.loseMessages();
  leader?.tab.crash();
  other?.tab.hurry();
  await allGot([at(tabs, 2)], 4);
  await feed.hasOpen(1);
  feed.send(1);
  await allGot([at(tabs, 1), at(tabs, 2)], 5);
  assert.deepEqual(next?.data, numbers(1, 5));
  assert.deepEqual(other?.data, numbers(1, 5));
  assert.equal(feed.requests.at(-1)?.lastEventId, '4');
});

test('a tab that does not answer is not waited for, and is brought up to date when it does', async () => {
  const feed = new LiveFeed();
  const clock = new VirtualClock();
  const tabs = await new SharedTabs(feed, { clock }).openMany(3);
  const [leader, next, slow] = tabs;
  feed.send(2);
  await allGot(tabs, 2);
  slow?.tab.dawdle();
  leader?.tab.crash();
  await clock.hasTimer(500);
  assert.equal(feed.openCount, 0);
  clock.advance(500);
  await feed.hasOpen(1);
  feed.send(3);
  await allGot([at(tabs, 1)], 5);
  slow?.tab.hurry();
  await allGot([at(tabs, 2)], 5);
  assert.deepEqual(next?.data, numbers(1, 5));
  assert.deepEqual(slow?.data, numbers(1, 5));
});

test('a server that does not resume loses what nobody got, and doubles nothing', async () => {
  const feed = new LiveFeed();
  feed.replays = false;
  const tabs = await new SharedTabs(feed).openMany(3);
  feed.send(3);
  await allGot(tabs, 3);
  tabs.shift()?.tab.crash();
  await feed.hasOpen(1);
  feed.send(2);
  await allGot(tabs, 5);
  for (const { data } of tabs) assert.deepEqual(data, numbers(1, 5));
});

test('where the server does not resume, a tab that was ahead of the new leader still gets what is new', async () => {
  const feed = new LiveFeed();
  feed.replays = false;
  const clock = new VirtualClock();
  const tabs = await new SharedTabs(feed, { clock }).openMany(3);
  const [leader, next, ahead] = tabs;
  feed.send(3);
  await allGot(tabs, 3);
  next?.tab.dawdle();
  feed.send(2);
  await allGot([at(tabs, 0), at(tabs, 2)], 5);
  next?.tab.loseMessages();
  next?.tab.hurry();
  // So that its answer is not waited for.
  ahead?.tab.dawdle();
  leader?.tab.crash();
  await clock.hasTimer(500);
  clock.advance(500);
  await feed.hasOpen(1);
  feed.send(3);
  await allGot([at(tabs, 1)], 8);
  ahead?.tab.hurry();
  await allGot([at(tabs, 2)], 8);
  assert.deepEqual(ahead?.data, numbers(1, 8));
  assert.deepEqual(next?.data, [...numbers(1, 3), ...numbers(6, 8)]);
});

test('events without IDs come at most once', async () => {
  const feed = new LiveFeed();
  feed.hasIds = false;
  const tabs = await new SharedTabs(feed).openMany(3);
  feed.send(3);
  await allGot(tabs, 3);
  tabs.shift()?.tab.crash();
  await feed.hasOpen(1);
  feed.send(2);
  await allGot(tabs, 5);
  for (const { data } of tabs) assert.deepEqual(data, numbers(1, 5));
});

test('a request that must not be repeated is not: the others fail when its tab is gone', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed, { method: 'POST', body: 'question' }).openMany(3);
  tabs.shift()?.tab.crash();
  for (const tab of tabs) {
    await tab.until(({ failures }) => failures.length > 0);
    assert.equal(tab.failures[0]?.code, 'ERR_SSE_SHARED');
    assert.equal(tab.connection.state, 'closed');
  }
  await settled();
  assert.equal(feed.requests.length, 1);
});

test('what a request has begun is gone on with by GET, if `replay` says so', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed, { method: 'POST', body: 'question', replay: 'resume-by-get' }).openMany(2);
  feed.send(2);
  await allGot(tabs, 2);
  tabs.shift()?.tab.crash();
  await feed.hasOpen(1);
  feed.send(1);
  await allGot(tabs, 3);
  assert.deepEqual(
    feed.requests.map(({ method, lastEventId }) => [method, lastEventId]),
    [
      ['POST', ''],
      ['GET', '2'],
    ],
  );
});
