import type { Browser, CDPSession, Page } from 'puppeteer-core';
import type { DrivenPage, StreamOptions } from './lifecycle_page.js';
import type { NumberedStream, NumberedStreams } from './numbered_streams.js';

declare const driven: DrivenPage;

/** A tab with the driven page, and all that can happen to it. */
export class Visit {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #origin: string;
  readonly #streams: NumberedStreams;
  #session: CDPSession | undefined;

  private constructor(browser: Browser, page: Page, origin: string, streams: NumberedStreams) {
    this.#browser = browser;
    this.#page = page;
    this.#origin = origin;
    this.#streams = streams;
  }

  static async begin(browser: Browser, origin: string, streams: NumberedStreams): Promise<Visit> {
    const visit = new Visit(browser, await browser.newPage(), origin, streams);
    await visit.#page.goto(`${origin}/lifecycle.html`);
    return visit;
  }

  async end(): Promise<void> {
    // A frozen page does not close.
    if (this.#session !== undefined) await this.thaw();
    await this.#page.close();
  }

  /** Opens a stream in the page; resolves when its first three events are there. */
  async open(options: StreamOptions): Promise<NumberedStream> {
    const stream = this.#streams.create();
    await this.#page.evaluate(
      (path, streamOptions) => {
        driven.open(path, streamOptions);
      },
      stream.path,
      options,
    );
    stream.publish(3);
    await this.numbers(stream, 3);
    return stream;
  }

  /** The numbers that the page got, when at least so many have come. */
  numbers({ path }: NumberedStream, count: number): Promise<number[]> {
    return this.#page.evaluate((of, least) => driven.numbers(of, least), path, count);
  }

  errors({ path }: NumberedStream, count: number): Promise<string[]> {
    return this.#page.evaluate((of, least) => driven.errors(of, least), path, count);
  }

  /** `persisted` of each `pageshow` event that the page has had. */
  shows(): Promise<boolean[]> {
    return this.#page.evaluate(() => driven.shows);
  }

  until(condition: () => boolean): Promise<void> {
    return this.#streams.until(condition);
  }

  /** Long enough for a request too many to reach the server: others make the way several times meanwhile. */
  async settle(): Promise<void> {
    for (let i = 0; i < 5; i++) await this.#page.evaluate(async () => (await fetch('/favicon.ico')).status);
  }

  async freeze(): Promise<void> {
    await this.#setLifecycleState('frozen');
  }

  async thaw(): Promise<void> {
    await this.#setLifecycleState('active');
  }

  /** Brings another tab to the front, runs, and comes back. */
  async whileHidden(run: () => Promise<void>): Promise<void> {
    const other = await this.#browser.newPage();
    try {
      await other.bringToFront();
      await this.#page.evaluate(() => driven.visibility('hidden'));
      await run();
      await this.#page.bringToFront();
      await this.#page.evaluate(() => driven.visibility('visible'));
    } finally {
      await other.close();
    }
  }

  async setNetwork(isThere: boolean): Promise<void> {
    await this.#page.setOfflineMode(!isThere);
    await this.#page.waitForFunction((onLine) => navigator.onLine === onLine, { polling: 20 }, isThere);
  }

  async goAway(): Promise<void> {
    await this.#page.goto(`${this.#origin}/elsewhere.html`);
  }

  /** Not by the driver's own command, which does not notice in Firefox that a page came back from the cache. */
  async comeBack(): Promise<void> {
    await this.#page.evaluate(() => {
      setTimeout(() => {
        history.back();
      });
    });
    await this.#page.waitForFunction(() => 'driven' in globalThis, { polling: 20 });
  }

  async #setLifecycleState(state: 'frozen' | 'active'): Promise<void> {
    this.#session ??= await this.#page.createCDPSession();
    await this.#session.send('Page.setWebLifecycleState', { state });
  }
}
