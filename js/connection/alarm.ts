import type { Clock } from './clock.js';

/** One timer, which is set anew rather than twice. */
export class Alarm {
  readonly #clock: Clock;
  #timer: unknown;
  #isSet = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param delay milliseconds that a timer can hold */
  set(delay: number, ring: () => void): void {
    this.clear();
    this.#isSet = true;
    this.#timer = this.#clock.setTimeout(() => {
      this.#isSet = false;
      ring();
    }, delay);
  }

  clear(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    this.#clock.clearTimeout(this.#timer);
  }
}
