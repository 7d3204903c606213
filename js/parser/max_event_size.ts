import { InvalidOptionError } from '../errors/invalid_option_error.js';

/** Bytes that a parser holds for one event unless told otherwise: 64 MiB. */
export const defaultMaxEventSize = 64 * 1024 * 1024;

const largest = 2 ** 31 - 1;

/** The bound that an option names, checked: a whole number of bytes from 1 to 2^31 - 1, or `Infinity` for the largest. */
export function checkMaxEventSize(value: unknown, option = 'maxEventSize'): number {
  if (value === undefined) return defaultMaxEventSize;
  if (
    typeof value === 'number' &&
    value >= 1 &&
    (value === Infinity || (Number.isInteger(value) && value <= largest))
  ) {
    return Math.min(value, largest);
  }
  throw new InvalidOptionError(
    option,
    `must be a whole number of bytes from 1 to ${largest}, got ${typeof value === 'number' ? String(value) : typeof value}`,
  );
}
