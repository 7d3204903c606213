/**
 * Random numbers in [0, 1) that are the same in every run with the same seed (xorshift, 32 bits).
 * @param {number} seed  not 0
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * @template T
 * @param {() => number} random
 * @param {readonly [T, ...T[]]} items
 * @returns {T}
 */
export function pick(random, items) {
  return items[Math.floor(random() * items.length)] ?? items[0];
}
