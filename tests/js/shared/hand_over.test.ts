import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { at } from '../../support/expect.js';
import { LiveFeed } from './support/live_feed.js';
import { RecordedTab, type RecordedTabOptions } from './support/recorded_tab.js';
import { TabNetwork } from './support/tab_network.js';

let opened: RecordedTab[] = [];

afterEach(() => {
  for (const { tab } of opened) tab.crash();
  opened = [];
});

async function openTabs(count: number, feed: LiveFeed, options: RecordedTabOptions = {}): Promise<RecordedTab[]> {
  const network = new TabNetwork();
  const tabs = Array.from({ length: count }, () => new RecordedTab(network.open(), { fetch: feed.fetch, ...options }));
  opened.push(...tabs);
  await Promise.all(tabs.map((tab) => tab.isOpen()));
  return tabs;
}

function numbers(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

test('twelve tabs ride on one connection, and each gets every event once', async () => {
  const feed = new LiveFeed();
  const tabs = await openTabs(12, feed);
  feed.send(30);
  for (const tab of tabs) {
    await tab.until(({ data }) => data.length >= 30);
    assert.deepEqual(tab.data, numbers(1, 30));
  }
  assert.equal(feed.requests.length, 1);
});

test('when the tab that leads dies, the next one resumes where it stopped', async () => {
  const feed = new LiveFeed();
  const tabs = await openTabs(4, feed);
  let first = 1;
  while (tabs.length > 1) {
    feed.send(10);
    await Promise.all(tabs.map((tab) => tab.until(({ data }) => data.includes(String(first + 9)))));
    at(tabs, 0).tab.crash();
    tabs.shift();
    feed.send(10);
    first += 20;
    await Promise.all(tabs.map((tab) => tab.until(({ data }) => data.includes(String(first - 1)))));
    for (const { data } of tabs) assert.deepEqual(data, numbers(1, first - 1));
  }
  assert.equal(feed.openCount, 1);
  assert.deepEqual(
    feed.requests.map(({ lastEventId }) => lastEventId),
    ['', '10', '30', '50'],
  );
});
