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
      this.#forget();
      ring();
    }, delay);
  }

  clear(): void {
    if (!this.#isSet) return;
    const timer = this.#timer;
    this.#forget();
    this.#clock.clearTimeout(timer);
  }

  /** A timer that is no more would be held, with what it would have called, for as long as a stream lasts. */
  #forget(): void {
    this.#isSet = false;
    this.#timer = undefined;
  }
}
