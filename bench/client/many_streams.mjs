import { Sink } from './sink.mjs';

const patience = 30_000;
const portion = 250;

/**
 * Memory of the process after a collection, in bytes: all that is resident, and what JavaScript holds.
 * @typedef {{ resident: number, held: number }} Memory
 */

/** Many streams of a subject, in its process. */
export class ManyStreams {
  #sink = new Sink();
  #watch = Promise.resolve({ cpu: 0, end: '' });

  /**
   * @param {import('./subjects.mjs').OpenStream} open
   * @param {{ url: string, types: readonly string[], retry: number, count: number, first: number }} streams `first`: the size
   *   of the event with which each begins
   * @returns {Promise<{ before: Memory, after: Memory }>}
   */
  async open(open, { url, types, retry, count, first }) {
    // What the first stream needs once, no other will need.
    const single = new Sink();
    const closeSingle = open(url, types, single);
    await single.reach({ events: 1, bytes: first }, patience);
    closeSingle();
    const before = await memory();

    this.#sink.retry = retry;
    // In portions that the system's queue of connections has room for: who finds it full comes back a second later.
    for (let opened = 0; opened < count;) {
      const next = Math.min(count, opened + portion);
      for (; opened < next; opened++) open(url, types, this.#sink);
      await this.#sink.reach({ events: next, bytes: next * first }, patience);
    }
    return { before, after: await memory() };
  }

  /**
   * Begins to count CPU time, until so much more has come.
   * @param {import('./sink.mjs').Amount} more
   */
  watch({ events, bytes }) {
    const cpuBefore = process.cpuUsage();
    const amount = { events: this.#sink.events + events, bytes: this.#sink.bytes + bytes };
    this.#watch = this.#sink.reach(amount, patience).then(() => {
      const { user, system } = process.cpuUsage(cpuBefore);
      return { cpu: user + system, end: process.hrtime.bigint().toString() };
    });
    this.#watch.catch(() => {});
  }

  /** @returns {Promise<{ cpu: number, end: string }>} microseconds; nanoseconds of the clock that processes share */
  watched() {
    return this.#watch;
  }
}

/** @returns {Promise<Memory>} */
async function memory() {
  // Some of what a collection finds is let go in a task behind it.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, held: heapUsed + external };
}
