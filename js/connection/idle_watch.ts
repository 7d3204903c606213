import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';

/**
 * Rings when a read has been waiting for bytes for too long. Time in which nobody reads, because a consumer is slow, does not count. A
 * chunk costs a look at the clock and no timer: an alarm that rings early is set again for what is left.
 */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #after: number;
  readonly #ring: () => void;
  #readingSince: number | undefined;

  /** @param after milliseconds */
  constructor(clock: Clock, after: number, ring: () => void) {
    this.#clock = clock;
    this.#alarm = new Alarm(clock);
    this.#after = after;
    this.#ring = ring;
    this.#set(after);
  }

  reading(): void {
    this.#readingSince = this.#clock.now();
  }

  resting(): void {
    this.#readingSince = undefined;
  }

  stop(): void {
    this.#alarm.clear();
  }

  #set(delay: number): void {
    this.#alarm.set(delay, () => {
      const idle = this.#readingSince === undefined ? 0 : this.#clock.now() - this.#readingSince;
      if (idle >= this.#after) this.#ring();
      else this.#set(this.#after - idle);
    });
  }
}
