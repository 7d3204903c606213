import type { Browser, Page } from 'puppeteer-core';
import type { LiveJournal } from './live_journal.js';
import type { SharedSite } from './shared_site.js';
import './shared_tab_face.js';

/** The tabs of one browser that are open on a site, by their names. */
export class Tabs {
  readonly journal: LiveJournal;
  readonly #browser: Browser;
  readonly #site: SharedSite;
  readonly #pages = new Map<string, Page>();
  #opened = 0;

  constructor(browser: Browser, site: SharedSite) {
    this.#browser = browser;
    this.#site = site;
    this.journal = site.journal;
  }

  get names(): string[] {
    return [...this.#pages.keys()];
  }

  /** Opens tabs, all at the same time, and waits until each knows that the connection is open. */
  async open(count: number): Promise<void> {
    const names = Array.from({ length: count }, () => `tab ${++this.#opened}`);
    await Promise.all(
      names.map(async (name) => {
        const page = await this.#browser.newPage();
        this.#pages.set(name, page);
        await page.goto(`${this.#site.origin}/tab.html?${new URLSearchParams({ tab: name }).toString()}`);
        await page.evaluate(() => globalThis.sharedTab.opened);
      }),
    );
  }

  page(name: string): Page {
    const page = this.#pages.get(name);
    if (page === undefined) throw new Error(`there is no ${name}`);
    return page;
  }

  /** The tab whose request is being answered; waits until there is exactly one, and that tab is open. */
  async leader(): Promise<string> {
    const isSettled = (tabs: string[]): boolean => tabs.length === 1 && this.#pages.has(tabs[0] ?? '');
    await this.journal.until(isSettled);
    return this.journal.tabs[0] ?? '';
  }

  async close(name: string): Promise<void> {
    const page = this.page(name);
    this.#pages.delete(name);
    await page.close();
  }

  /** Kills the process that renders the tab, and with it perhaps others; those are closed. */
  async crash(name: string): Promise<void> {
    const crashed = new Set<string>();
    const reported = new Promise<void>((resolve) => {
      for (const [other, page] of this.#pages) {
        page.once('error', () => {
          crashed.add(other);
          if (other === name) resolve();
        });
      }
    });
    const session = await this.page(name).createCDPSession();
    session.send('Page.crash').catch(() => undefined);
    await reported;
    for (const tab of crashed) await this.close(tab);
  }

  async elsewhere(name: string): Promise<void> {
    await this.page(name).goto(`${this.#site.origin}/elsewhere.html`);
  }

  /** Goes back from elsewhere, and says whether the page is the one that it was. */
  async comeBack(name: string): Promise<boolean> {
    const page = this.page(name);
    // The driver's own command does not notice in every browser that a page came back from the cache.
    await page.evaluate(() => {
      setTimeout(() => {
        history.back();
      });
    });
    await page.waitForFunction(() => 'sharedTab' in globalThis, { polling: 20 });
    await page.evaluate(() => globalThis.sharedTab.opened);
    return page.evaluate(() => globalThis.sharedTab.numbers[0] === 1);
  }

  async freeze(name: string): Promise<void> {
    await this.#setLifecycleState(name, 'frozen');
  }

  async thaw(name: string): Promise<void> {
    await this.#setLifecycleState(name, 'active');
  }

  /** What the tab got, once it has got the event with this number. */
  async numbers(name: string, last: number): Promise<number[]> {
    return this.page(name).evaluate(async (last) => {
      await globalThis.sharedTab.until(last);
      return globalThis.sharedTab.numbers;
    }, last);
  }

  /** What all tabs got. */
  async allNumbers(last: number): Promise<Map<string, number[]>> {
    return new Map(
      await Promise.all(
        this.names.map(async (name): Promise<[string, number[]]> => [name, await this.numbers(name, last)]),
      ),
    );
  }

  errors(name: string): Promise<string[]> {
    return this.page(name).evaluate(() => globalThis.sharedTab.errors);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.names.map((name) => this.close(name)));
  }

  async #setLifecycleState(name: string, state: 'frozen' | 'active'): Promise<void> {
    const session = await this.page(name).createCDPSession();
    await session.send('Page.setWebLifecycleState', { state });
    await session.detach();
  }
}
