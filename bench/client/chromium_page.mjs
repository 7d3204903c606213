const patience = 20_000;

/**
 * A page of Chromium, driven without what would tell the driver of every event: that costs more than the event.
 */
export class ChromiumPage {
  #session;

  /** @param {import('puppeteer-core').CDPSession} session */
  constructor(session) {
    this.#session = session;
  }

  /**
   * @param {import('puppeteer-core').Browser} browser
   * @param {string} url which no other page has
   */
  static async open(browser, url) {
    const system = await browser.target().createCDPSession();
    await system.send('Target.createTarget', { url });
    const target = await browser.waitForTarget((candidate) => candidate.url() === url, { timeout: patience });
    const page = new ChromiumPage(await target.createCDPSession());
    await page.#session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.run(() => new Promise((resolve) => setTimeout(resolve)), undefined);
    return page;
  }

  /** What is not in front is throttled. */
  async bringToFront() {
    await this.#session.send('Page.bringToFront');
  }

  /**
   * @template P
   * @template R
   * @param {(parameters: P) => Promise<R>} work runs in the page, to which it is sent as text
   * @param {P} parameters
   * @returns {Promise<R>}
   */
  async run(work, parameters) {
    let timer;
    const impatience = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${patience / 1000} s`)), patience);
    });
    const evaluation = this.#session.send('Runtime.evaluate', {
      expression: `(${work})(${JSON.stringify(parameters)})`,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = await Promise.race([evaluation, impatience]).finally(() =>
      clearTimeout(timer),
    );
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** @returns {Promise<number>} microseconds of CPU time that the page's thread has spent on tasks */
  async taskTime() {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1e6;
  }
}
