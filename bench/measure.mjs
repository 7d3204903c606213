/** @typedef {import('./subjects.mjs').Subject} Subject */

/**
 * Nanoseconds an event.
 * @typedef {object} Cost
 * @property {number} wall
 * @property {number} cpu of all threads: what the garbage collector does beside the program counts
 */

/**
 * Measures subjects on the same streams, in turns: a machine that slows down slows all of them down. Every round has a stream
 * of its own.
 *
 * @param {readonly Subject[]} subjects
 * @param {object} options
 * @param {number} options.rounds
 * @param {number} options.events of a stream
 * @param {readonly string[]} options.types
 * @param {(seed: number) => Uint8Array[]} options.makeChunks
 * @returns {Map<string, Cost>} the median of the rounds, by the subject's name
 */
export function measure(subjects, { rounds, events, types, makeChunks }) {
  const warmUps = 2;
  const samples = new Map(subjects.map(({ name }) => [name, /** @type {Cost[]} */ ([])]));
  for (let round = -warmUps; round < rounds; round++) {
    const chunks = makeChunks(round + warmUps + 1);
    /** @type {number | undefined} */
    let checksum;
    for (let turn = 0; turn < subjects.length; turn++) {
      const subject = /** @type {Subject} */ (subjects[(turn + round + warmUps) % subjects.length]);
      const cpuBefore = process.cpuUsage();
      const before = performance.now();
      const reading = subject.read(chunks, { types, events });
      const wall = performance.now() - before;
      const { user, system } = process.cpuUsage(cpuBefore);

      if (reading.events !== events) {
        throw new Error(`${subject.name} read ${reading.events} of ${events} events`);
      }
      if (reading.checksum !== undefined) {
        checksum ??= reading.checksum;
        if (reading.checksum !== checksum) throw new Error(`${subject.name} read other events than the rest`);
      }
      if (round < 0) continue;
      samples.get(subject.name)?.push({ wall: (wall * 1e6) / events, cpu: ((user + system) * 1e3) / events });
    }
  }
  return new Map([...samples].map(([name, costs]) => [name, medianCost(costs)]));
}

/** @param {readonly Cost[]} costs */
function medianCost(costs) {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** @param {readonly number[]} values */
export function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
