const isTerminal = process.stdout.isTTY;
let counterIsShown = false;

/** @param {string} text */
export function say(text) {
  clearCounter();
  console.log(text);
}

/**
 * A line that is written over by the next one; on anything but a terminal it is left out.
 * @param {string} text
 */
export function showCounter(text) {
  if (!isTerminal) return;
  process.stdout.write(`\r\x1b[K${text.slice(0, process.stdout.columns - 1)}`);
  counterIsShown = true;
}

function clearCounter() {
  if (counterIsShown) process.stdout.write('\r\x1b[K');
  counterIsShown = false;
}

/** @param {number} since a `performance.now()` */
export function secondsSince(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * One step that has something to do: says what before, and how long it took after.
 * @template T
 * @param {string} what
 * @param {() => Promise<T> | T} work
 * @param {string} [expectation] e.g. "about two minutes"
 * @returns {Promise<T>}
 */
export async function step(what, work, expectation) {
  const start = performance.now();
  if (expectation) say(`${what} (${expectation})`);
  else showCounter(`${what} …`);
  const result = await work();
  say(`${what}: ${secondsSince(start)}`);
  return result;
}
