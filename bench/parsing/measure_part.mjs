import { measureInput } from './measure_input.mjs';
import { measureLength } from './measure_length.mjs';

/** The part of the bench that is about long streams; every other one is an input. */
export const lengthPart = 'length';

/**
 * What is measured in one process, or one page.
 *
 * @param {string} part
 * @param {{ quick: boolean, time: number }} options
 */
export function measurePart(part, options) {
  return part === lengthPart ? measureLength(options) : measureInput(part, options);
}
