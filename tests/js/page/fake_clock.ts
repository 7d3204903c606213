import type { Clock } from '../../../dist/connection/clock.js';

interface Timer {
  readonly run: () => void;
  readonly at: number;
}

/** A machine's time: it passes when a test says so, and the machine may sleep. */
export class FakeClock implements Clock {
  readonly timers = new Set<Timer>();
  #now = 0;
  #wallTime = 1_700_000_000_000;

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#wallTime;
  }

  random(): number {
    return 0.5;
  }

  setTimeout(run: () => void, delay: number): unknown {
    const timer = { run, at: this.#now + delay };
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as Timer);
  }

  /** Time passes while the machine is awake, and timers run when they are due. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#advance(Math.max(next.at - this.#now, 0));
      this.timers.delete(next);
      next.run();
    }
    this.#advance(end - this.#now);
  }

  /** Time passes, and timers that are due run once it has: the page is throttled, or a task takes long. */
  delay(milliseconds: number): void {
    this.#advance(milliseconds);
    this.pass(0);
  }

  /** Nothing but the time of day goes on. A time below zero: somebody sets the clock back. */
  sleep(milliseconds: number): void {
    this.#wallTime += milliseconds;
  }

  #advance(milliseconds: number): void {
    this.#now += milliseconds;
    this.#wallTime += milliseconds;
  }
}
