import type { Clock } from './clock.js';

/** Milliseconds between two looks at the clock. */
const interval = 30_000;

/**
 * Milliseconds by which a look has to be late to mean that the machine slept. Browsers let the timers of a page in the background run
 * once a minute, and a busy machine is late by seconds.
 */
const longestDelayAwake = 120_000;

/** Who wants to know that the machine has slept. */
export interface Sleeper {
  wake(): void;
}

/**
 * Notices that the machine has slept: timers stand still then, and the time of day goes on. The streams of a machine that slept are
 * dead in most cases, and nothing else tells. One timer serves all who want to know.
 */
export class SleepWatch {
  readonly #clock: Clock;
  readonly #sleepers = new Set<Sleeper>();
  #lastLook = 0;
  #timer: unknown;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Wakes the sleeper each time that the machine has slept, until it is removed. */
  add(sleeper: Sleeper): void {
    this.#sleepers.add(sleeper);
    if (this.#sleepers.size === 1) {
      this.forgive();
      this.#schedule();
    }
  }

  remove(sleeper: Sleeper): void {
    if (this.#sleepers.delete(sleeper) && this.#sleepers.size === 0) this.#clock.clearTimeout(this.#timer);
  }

  /** Looks now, for a sign of life may come before the timer. */
  look(): void {
    const before = this.#lastLook;
    // A clock that was set back gives less than nothing.
    const slept = this.forgive() - before >= interval + longestDelayAwake;
    if (slept) for (const sleeper of this.#sleepers) sleeper.wake();
  }

  /** Takes the time until now for time awake: the timer stood still for another reason. The time of day, in milliseconds. */
  forgive(): number {
    this.#lastLook = this.#clock.wallTime();
    return this.#lastLook;
  }

  #schedule(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#schedule();
      this.look();
    }, interval);
    // In Node a timer keeps the process alive: this one has no right to.
    (this.#timer as { unref?: () => void } | undefined)?.unref?.();
  }
}

const watches = new WeakMap<Clock, SleepWatch>();

/** The one watch of a clock. */
export function sleepWatch(clock: Clock): SleepWatch {
  let watch = watches.get(clock);
  if (watch === undefined) {
    watch = new SleepWatch(clock);
    watches.set(clock, watch);
  }
  return watch;
}
