import type { Clock } from '../connection/clock.js';
import { settle } from './settle.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** 2026-01-01, where the wall time of a `TestClock` begins. */
const wallTimeAtStart = Date.UTC(2026, 0, 1);

/** A clock that stands still until a test says otherwise, for the option `clock`: a test of reconnecting takes no time. */
export class TestClock implements Clock {
  /** What chance gives, from 0 up to but not including 1; a test may put another function here. Always 0 to begin with: no jitter. */
  random: () => number = () => 0;
  #now = 0;
  /** What somebody who set the computer's clock added to the wall time alone. */
  #shift = 0;
  readonly #timers = new Set<Timer>();
  readonly #waiting = new Set<() => void>();

  /** Milliseconds since this clock was made. */
  now(): number {
    return this.#now;
  }

  /** Milliseconds since 1970. Begins with the year 2026. */
  wallTime(): number {
    return wallTimeAtStart + this.#now + this.#shift;
  }

  setTimeout(run: () => void, delay: number): unknown {
    const timer: Timer = { at: this.#now + Math.max(0, delay), run };
    this.#timers.add(timer);
    for (const look of this.#waiting) look();
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** Milliseconds until each of the timers that are set, the next one first. */
  get pending(): number[] {
    return this.#inOrder().map(({ at }) => at - this.#now);
  }

  /** Resolves when a timer is set that has so many milliseconds to go; any timer, if no number is given. */
  hasTimer(delay?: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        const { pending } = this;
        if (delay === undefined ? pending.length === 0 : !pending.includes(delay)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /**
   * Lets time pass. Each timer runs at its time, those that are set meanwhile too; before each, and in the end, everything runs that
   * waits for neither time nor a network.
   *
   * @throws RangeError (as a rejection) when time would go back
   */
  async advance(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0)) throw new RangeError(`Time does not pass by ${milliseconds} ms`);
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const [timer] = this.#inOrder();
      if (timer === undefined || timer.at > end) break;
      this.#run(timer);
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Lets time pass until the next timer has run. False when there is none, and none is about to be set. */
  async next(): Promise<boolean> {
    await settle();
    const [timer] = this.#inOrder();
    if (timer === undefined) return false;
    this.#run(timer);
    await settle();
    return true;
  }

  /** Time passes and no timer runs, as while a computer sleeps. What is overdue afterwards runs with the next `advance` or `next`. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Somebody sets the computer's clock, to milliseconds since 1970. No timer takes notice. */
  setWallTime(time: number): void {
    this.#shift = time - wallTimeAtStart - this.#now;
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.run();
  }

  #inOrder(): Timer[] {
    return [...this.#timers].sort((left, right) => left.at - right.at);
  }
}
