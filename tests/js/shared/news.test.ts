import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionError } from '../../../dist/errors/connection_error.js';
import { ResponseError } from '../../../dist/errors/response_error.js';
import { at } from '../../support/expect.js';
import { settled, VirtualClock } from '../../support/virtual_clock.js';
import { LiveFeed } from './support/live_feed.js';
import type { RecordedTab } from './support/recorded_tab.js';
import { allGot, numbers, SharedTabs } from './support/shared_tabs.js';

test('a tab that comes later is told that the connection is open, and gets what comes from then on', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  const tabs = await world.openMany(2);
  feed.send(3);
  await allGot(tabs, 3);
  const late = world.open();
  assert.equal(late.connection.state, 'connecting');
  await late.isOpen();
  await late.until(({ answers }) => answers.length > 0);
  const { response, url } = at(late.answers, 0);
  assert.equal(url.href, 'https://feed.test/');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  feed.send(2);
  await allGot([late], 5);
  assert.deepEqual(late.data, ['4', '5']);
  assert.equal(late.connection.lastEventId, '5');
});

test('a tab that comes later with an event ID gets what came after it', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  const tabs = await world.openMany(1);
  feed.send(1500);
  await allGot(tabs, 1500);
  const recent = world.open({ initialLastEventId: '1490' });
  const old = world.open({ initialLastEventId: '20' });
  await allGot([recent, old], 1500);
  feed.send(1);
  await allGot([recent, old], 1501);
  assert.deepEqual(recent.data, numbers(1491, 1501));
  assert.deepEqual(old.data, numbers(21, 1501));
  // For what nobody keeps any more a request of its own was made, which has ended.
  await feed.hasOpen(1);
  assert.deepEqual(
    feed.requests.map(({ lastEventId }) => lastEventId),
    ['', '20'],
  );
});

test('all tabs hear of a loss, of the delay, and of the return', async () => {
  const feed = new LiveFeed();
  const clock = new VirtualClock();
  const tabs = await new SharedTabs(feed, { clock, reconnect: { reconnectionTime: 2000, backoff: 0 } }).openMany(3);
  feed.end();
  for (const tab of tabs) {
    await tab.until(({ failures }) => failures.length > 0);
    const error = at(tab.failures, 0);
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.code, 'ERR_SSE_STREAM_ENDED');
    assert.equal(error.attempt, 1);
    assert.equal(error.delay, 2000);
    const change = tab.changes.at(-1);
    assert.equal(change?.to, 'waiting');
    assert.equal(change.delay, 2000);
    assert.equal(change.error?.code, 'ERR_SSE_STREAM_ENDED');
  }
  clock.advance(2000);
  for (const tab of tabs) await tab.until(({ answers }) => answers.length === 2);
  assert.equal(feed.requests.length, 2);
});

test('all tabs hear of a failure for good, with the answer, and none asks again', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(3);
  feed.refusal = 403;
  feed.end();
  await haveEnded(tabs);
  for (const tab of tabs) {
    const error = at(tab.failures, 1);
    assert.ok(error instanceof ResponseError);
    assert.equal(error.code, 'ERR_SSE_STATUS');
    assert.equal(error.status, 403);
    assert.equal(error.headers.get('x-reason'), 'test');
    assert.equal(error.body, 'no');
    assert.equal(error.delay, undefined);
  }
  assert.equal(feed.requests.length, 2);
});

test('all tabs hear of the end of the stream, and none asks again', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed, { finishOn: { data: '[DONE]' } });
  const tabs = await world.openMany(4);
  feed.send(2);
  feed.write('data: [DONE]\n\n');
  await haveEnded(tabs);
  for (const { data, finishes, failures } of tabs) {
    assert.deepEqual(data, ['1', '2']);
    assert.equal(finishes, 1);
    assert.deepEqual(failures, []);
  }
  assert.equal(feed.requests.length, 1);
});

test('a tab that hears late of the end does not ask again before it does', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed, { finishOn: { data: '[DONE]' }, clock: new VirtualClock() });
  const tabs = await world.openMany(2);
  const late = at(tabs, 1);
  late.tab.dawdle();
  feed.write('data: [DONE]\n\n');
  await haveEnded([at(tabs, 0)]);
  late.tab.hurry();
  await haveEnded([late]);
  assert.equal(feed.requests.length, 1);
});

test('a tab that comes after the end of the stream asks anew', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed, { finishOn: { data: '[DONE]' } });
  const [first] = await world.openMany(1);
  feed.write('data: [DONE]\n\n');
  await haveEnded([at([first], 0) as RecordedTab]);
  await world.open().isOpen();
  assert.equal(feed.requests.length, 2);
});

test('comments come to all tabs', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(2);
  feed.write(': here\n\n');
  for (const tab of tabs) {
    await tab.until(({ comments }) => comments.length > 0);
    assert.deepEqual(tab.comments, ['here']);
  }
});

test('restart() in any tab makes the connection anew', async () => {
  const feed = new LiveFeed();
  const tabs = await new SharedTabs(feed).openMany(2);
  feed.send(3);
  await allGot(tabs, 3);
  for (const [index, { connection }] of tabs.entries()) {
    connection.restart();
    await Promise.all(tabs.map((tab) => tab.until(({ answers }) => answers.length === index + 2)));
  }
  assert.deepEqual(
    feed.requests.map(({ lastEventId }) => lastEventId),
    ['', '3', '3'],
  );
  assert.equal(feed.openCount, 1);
});

test('an aborted signal ends the part of its own tab', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  const abort = new AbortController();
  const leader = world.open({ signal: abort.signal });
  await leader.isOpen();
  const [other] = await world.openMany(1);
  abort.abort('enough');
  assert.deepEqual(leader.reasons, ['enough']);
  assert.equal(leader.connection.state, 'closed');
  await other?.until(({ answers }) => answers.length === 2);
  assert.deepEqual(other?.reasons, []);
  const aborted = world.open({ signal: abort.signal });
  assert.deepEqual(aborted.reasons, ['enough']);
  assert.equal(aborted.connection.state, 'closed');
});

test('the functions of whoever leads are the ones that are called', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  const first = world.open({ headers: () => ({ authorization: 'first' }) });
  await first.isOpen();
  const second = world.open({ headers: () => ({ authorization: 'second' }) });
  await second.isOpen();
  first.connection.close();
  await second.until(({ answers }) => answers.length === 2);
  assert.deepEqual(
    feed.requests.map(({ authorization }) => authorization),
    ['first', 'second'],
  );
});

test('the tab that leads keeps the last event ID, and the others do not', async () => {
  const feed = new LiveFeed();
  const world = new SharedTabs(feed);
  const kept: string[] = [];
  const store = { get: () => null, set: (key: string, id: string) => void kept.push(`${key} ${id}`) };
  const leader = world.open({ store });
  await leader.isOpen();
  const other = world.open({ store });
  await other.isOpen();
  feed.send(2);
  await allGot([leader, other], 2);
  other.connection.commit('2');
  leader.connection.commit('1');
  await settled();
  assert.deepEqual(kept, ['https://feed.test/ 1']);
});

async function haveEnded(tabs: readonly RecordedTab[]): Promise<void> {
  for (const tab of tabs) {
    await tab.until(({ failures, finishes }) => finishes > 0 || failures.some(({ delay }) => delay === undefined));
    assert.equal(tab.connection.state, 'closed');
  }
  for (let i = 0; i < 10; i++) await settled();
}
