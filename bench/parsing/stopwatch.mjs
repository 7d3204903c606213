/**
 * Nanoseconds.
 * @typedef {object} Cost
 * @property {number} wall
 * @property {number} [cpu] of all threads: what the garbage collector does beside the program counts. Browsers don't tell it
 */

/** @returns {() => Cost} how long it took since */
export function startStopwatch() {
  const cpuBefore = globalThis.process?.cpuUsage();
  const before = performance.now();
  return () => {
    const wall = (performance.now() - before) * 1e6;
    const usage = cpuBefore && process.cpuUsage(cpuBefore);
    return { wall, cpu: usage && (usage.user + usage.system) * 1e3 };
  };
}
