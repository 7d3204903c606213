interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** 2026-01-01, which `wallTime` begins with. */
export const wallTimeAtStart = Date.UTC(2026, 0, 1);

/** A clock that stands still until a test says otherwise, for the option `clock`. */
export class VirtualClock {
  /** What `random` gives; a test may put another function here. 0 unless given: no jitter. */
  random: () => number;
  #now = 0;
  /** Added to the wall time alone: somebody has set the computer's clock. */
  #shift = 0;
  readonly #timers = new Set<Timer>();
  readonly #waiting = new Set<() => void>();

  constructor(random: () => number = () => 0) {
    this.random = random;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return wallTimeAtStart + this.#now + this.#shift;
  }

  setTimeout(run: () => void, delay: number): unknown {
    const timer: Timer = { at: this.#now + Math.max(0, delay), run };
    this.#timers.add(timer);
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** Milliseconds until each of the timers that are set, the next one first. */
  get timers(): number[] {
    return this.#inOrder().map(({ at }) => at - this.#now);
  }

  /** Resolves when there is a timer of so many milliseconds from now. */
  async hasTimer(delay: number): Promise<void> {
    while (!this.timers.includes(delay)) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }

  /** Lets time pass. Each timer runs at its time, those that are set meanwhile too. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = this.#inOrder();
      if (next === undefined || next.at > end) break;
      this.#run(next);
    }
    this.#now = end;
  }

  /** Lets time pass until the next timer runs, and says whether there was one. */
  runNext(): boolean {
    const [next] = this.#inOrder();
    if (next === undefined) return false;
    this.#run(next);
    return true;
  }

  /** Time passes, and no timer runs: the computer was asleep, as far as this clock goes on meanwhile. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
  }

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

/** Resolves when nothing is left to do but what timers, the network or a test will bring. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
