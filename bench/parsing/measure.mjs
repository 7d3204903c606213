import { mainNames } from './names.mjs';
import { medianCost } from './statistics.mjs';
import { startStopwatch } from './stopwatch.mjs';

/** @typedef {import('./subject.mjs').Subject} Subject */

/** @typedef {import('./stopwatch.mjs').Cost} Cost */

/**
 * What became of a subject: what an event cost it, the median of the rounds, or what was wrong.
 * @typedef {Cost | { wrong: string }} Outcome
 */

/**
 * A stream, cut, and what is to be read of it.
 * @typedef {object} Round
 * @property {Uint8Array[]} chunks
 * @property {import('./subject.mjs').Reading} expected
 */

const leastRounds = 3;

/** How much of the time the warm-up takes. */
const warmUp = 0.2;

/** How much of the time each subject takes that is not one of the main ones. */
const otherShare = 0.07;

/**
 * Measures subjects on the same streams, in turns: a machine that slows down slows all of them down. Every round has a stream
 * of its own, and another order: who comes after another pays for the garbage of that one, and who comes first finds the stream in no
 * cache.
 *
 * @param {readonly Subject[]} subjects
 * @param {object} options
 * @param {number} options.time in milliseconds, after which no round begins
 * @param {number} options.blocks of a stream
 * @param {readonly string[]} options.types
 * @param {string | undefined} options.listened
 * @param {(seed: number) => Round} options.makeRound
 * @returns {Promise<{ rounds: number, outcomes: Record<string, Outcome> }>} the outcomes by the subjects' names
 */
export async function measure(subjects, { time, makeRound, ...stream }) {
  const start = performance.now();
  const states = subjects.map((subject) => ({
    subject,
    isMain: mainNames.includes(subject.name),
    /** @type {Cost[]} */
    costs: [],
    spent: 0,
    wrong: '',
  }));
  let rounds = 0;
  for (let round = 0; ; round++) {
    const elapsed = performance.now() - start;
    if (rounds >= leastRounds && elapsed >= time) break;
    const isWarmUp = round === 0 || (rounds === 0 && elapsed < time * warmUp);
    const { chunks, expected } = makeRound(round + 1);
    for (const state of balanced(states, round)) {
      if (state.wrong !== '') continue;
      if (!state.isMain && state.costs.length > 0 && state.spent > time * otherShare) continue;
      const { cost, wrong } = await readOnce(state.subject, chunks, stream, expected);
      const spent = cost.wall / 1e6;
      state.spent += spent;
      state.wrong = wrong;
      // What takes so long has no need of a warm-up, and no time for one.
      if (!isWarmUp || (!state.isMain && spent > time * otherShare)) state.costs.push(cost);
    }
    if (!isWarmUp) rounds++;
  }
  return {
    rounds,
    outcomes: Object.fromEntries(
      states.map(({ subject, costs, wrong }) => [
        subject.name,
        wrong === '' ? medianCost(costs, stream.blocks) : { wrong },
      ]),
    ),
  };
}

/**
 * A Williams design: in twice as many rounds as there are items each stands in each place, and behind each other one, equally often.
 * Chance does that only in many rounds, and a place is worth up to half the time of what stands in it.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {number} round
 * @returns {T[]}
 */
function balanced(items, round) {
  const count = items.length;
  const places = items.map((_, place) => (place % 2 === 1 ? (place + 1) / 2 : count - place / 2));
  const row = places.map((place) => /** @type {T} */ (items[(place + round) % count]));
  return Math.floor(round / count) % 2 === 1 ? row.reverse() : row;
}

/**
 * @param {Subject} subject
 * @param {Uint8Array[]} chunks
 * @param {import('./subject.mjs').StreamShape} stream
 * @param {import('./subject.mjs').Reading} expected
 * @returns {Promise<{ cost: Cost, wrong: string }>} `wrong` is empty when all is right
 */
async function readOnce(subject, chunks, stream, expected) {
  const stop = startStopwatch();
  let reading;
  try {
    const result = subject.read(chunks, stream);
    reading = result instanceof Promise ? await result : result;
  } catch (error) {
    return { cost: stop(), wrong: String(error) };
  }
  const cost = stop();
  return { cost, wrong: difference(reading, expected) };
}

/**
 * @param {import('./subject.mjs').Reading} reading
 * @param {import('./subject.mjs').Reading} expected
 */
function difference(reading, expected) {
  if (reading.checksum === undefined) return '';
  if (reading.events !== expected.events) return `${reading.events} of ${expected.events} events`;
  return reading.checksum === expected.checksum ? '' : 'other events than were sent';
}
