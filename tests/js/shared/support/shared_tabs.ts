import { afterEach } from 'node:test';
import { type LiveFeed } from './live_feed.js';
import { RecordedTab, type RecordedTabOptions } from './recorded_tab.js';
import { TabNetwork } from './tab_network.js';

const opened = new Set<RecordedTab>();

afterEach(() => {
  for (const { tab } of opened) tab.crash();
  opened.clear();
});

/** Tabs of one origin that read one feed. They die with the test. */
export class SharedTabs {
  readonly network = new TabNetwork();
  readonly #feed: LiveFeed;
  readonly #options: RecordedTabOptions;

  constructor(feed: LiveFeed, options: RecordedTabOptions = {}) {
    this.#feed = feed;
    this.#options = { reconnect: { reconnectionTime: 0, backoff: 0 }, ...options };
  }

  open(options: RecordedTabOptions = {}): RecordedTab {
    const tab = new RecordedTab(this.network.open(), { fetch: this.#feed.fetch, ...this.#options, ...options });
    opened.add(tab);
    return tab;
  }

  /** So many tabs, in the order in which they are to lead; resolves when all know that the connection is open. */
  async openMany(count: number): Promise<RecordedTab[]> {
    const tabs: RecordedTab[] = [];
    while (tabs.length < count) {
      const tab = this.open();
      tabs.push(tab);
      await tab.isOpen();
    }
    return tabs;
  }
}

/** Data of the events of a feed, from the first number to the last. */
export function numbers(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

/** Resolves when each of the tabs has got the event with this number. */
export async function allGot(tabs: readonly RecordedTab[], number: number): Promise<void> {
  await Promise.all(tabs.map((tab) => tab.until(({ data }) => data.includes(String(number)))));
}
