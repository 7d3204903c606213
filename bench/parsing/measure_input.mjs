import { inputs, makeBlocks } from '../inputs.mjs';
import { chunkings, cut } from './chunkings.mjs';
import { measure } from './measure.mjs';
import { mainNames } from './names.mjs';
import { expectedReading } from './subject.mjs';
import { loadSubjects } from './subjects.mjs';

/** @typedef {import('../inputs.mjs').Input} Input */

/**
 * @typedef {object} Cell
 * @property {string} input
 * @property {string} chunking
 * @property {number} rounds
 * @property {number} events of a stream
 * @property {Record<string, import('./measure.mjs').Outcome>} outcomes
 */

/** What a stream of a cell has at most. One event it has in any case. */
const most = { events: 10_000, bytes: 3 * 2 ** 20, chunks: 30_000 };

/** Bytes that a parser which rereads may look at for one event: more would take the time of all other cells. */
const mostReread = 64 * 2 ** 20;

/** The chunks that subjects other than the main ones get in a quick run. */
const quickChunking = '16 KiB';

/**
 * All cells of an input, from large chunks to small ones: this is the order in which the engine learns, and each input is
 * measured in a process of its own.
 *
 * @param {string} name
 * @param {{ quick: boolean, time: number }} options `time`: milliseconds for each cell
 * @returns {Promise<Cell[]>}
 */
export async function measureInput(name, { quick, time }) {
  const input = inputs.find((candidate) => candidate.name === name);
  if (input === undefined) throw new Error(`No input is called "${name}"`);
  const subjects = await loadSubjects();
  const eventSize = averageSize(input);
  const cells = [];
  for (const chunking of chunkings) {
    const { size = eventSize } = chunking;
    const events = eventsOf(eventSize, size, quick);
    const rereads = eventSize * Math.ceil(eventSize / size);
    const suited = subjects.filter((subject) => {
      if (mainNames.includes(subject.name)) return true;
      if (quick && chunking.name !== quickChunking) return false;
      return !subject.rereads || rereads <= mostReread;
    });
    const { rounds, outcomes } = await measure(suited, {
      time,
      blocks: events,
      types: input.listened === undefined ? input.types : [input.listened],
      listened: input.listened,
      makeRound(seed) {
        const { blocks, writes } = makeBlocks(input, { seed, events });
        return { chunks: cut(writes, chunking.size), expected: expectedReading(blocks, input.listened) };
      },
    });
    cells.push({ input: name, chunking: chunking.name, rounds, events, outcomes });
  }
  return cells;
}

/** @param {Input} input */
function averageSize(input) {
  const count = input.name.endsWith('events') ? 1 : 100;
  const { writes } = makeBlocks(input, { seed: 1, events: count });
  return writes.reduce((size, write) => size + write.length, 0) / count;
}

/**
 * @param {number} eventSize
 * @param {number} chunkSize
 * @param {boolean} quick
 */
function eventsOf(eventSize, chunkSize, quick) {
  const events = Math.min(most.events, most.bytes / eventSize, (most.chunks * chunkSize) / eventSize);
  return Math.max(1, Math.floor(quick ? events / 3 : events));
}
