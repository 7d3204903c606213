/** Time and chance, as a connection sees them; the `clock` option puts others in their place. */
export interface Clock {
  /** Milliseconds from any beginning, which never go back. */
  now(): number;
  /** Milliseconds since 1970, as the system's clock has them, which somebody may set. */
  wallTime(): number;
  setTimeout(run: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

/** The platform's, each looked up when it is used. */
export const platformClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimeout: (run, delay) => setTimeout(run, delay),
  clearTimeout: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
  random: () => Math.random(),
};

/** What a 32-bit timer can hold, in milliseconds: with more it would fire at once. */
export const longestDelay = 2 ** 31 - 1;

/** A timer takes what it cannot hold, and what is no number, for 1 ms: either would be a request storm. */
export function clampDelay(delay: number): number {
  return Number.isNaN(delay) ? longestDelay : Math.min(Math.max(delay, 0), longestDelay);
}
