import { inputs, makeBlocks } from '../inputs.mjs';
import { cut } from './chunkings.mjs';
import { ours, peer } from './names.mjs';
import { medianCost } from './statistics.mjs';
import { startStopwatch } from './stopwatch.mjs';
import { loadSubjects } from './subjects.mjs';

/**
 * What a byte costs in a stream of a length, or cut into chunks of a size.
 * @typedef {object} ByteCost
 * @property {number} streamSize in bytes, as `chunkSize`
 * @property {number} chunkSize
 * @property {Record<string, import('./stopwatch.mjs').Cost>} costs a kilobyte, by the subjects' names
 */

const megabyte = 1e6;
const name = 'OpenAI chat';

/**
 * Whether the cost of a byte stays what it is, from 1 MB to 1 GB of one stream and from large chunks to small ones.
 *
 * @param {{ quick: boolean }} options
 * @returns {Promise<{ input: string, streams: ByteCost[], chunks: ByteCost[] }>}
 */
export async function measureLength({ quick }) {
  const subjects = (await loadSubjects()).filter((subject) => subject.name === ours[0] || subject.name === peer);
  const pieceSize = (quick ? 4 : 16) * megabyte;
  const lengths = quick ? [1, 4, 16, 64] : [1, 16, 64, 256, 1024];
  const chunkSizes = [64 * 1024, 16 * 1024, 4096, 1024, 150];

  // The engine's warm-up: what it costs is no matter of the length.
  byteCost(subjects, { pieceSize, streamSize: pieceSize, chunkSize: 1024 });

  const streams = [];
  for (const length of lengths) {
    streams.push(
      byteCost(subjects, {
        pieceSize: Math.min(pieceSize, length * megabyte),
        streamSize: length * megabyte,
        chunkSize: 64 * 1024,
      }),
    );
  }
  const chunks = [];
  for (const chunkSize of chunkSizes) {
    chunks.push(byteCost(subjects, { pieceSize: pieceSize / 4, streamSize: pieceSize / 4, chunkSize }));
  }
  return { input: name, streams, chunks };
}

/**
 * A stream that is longer than what the memory should hold is a piece of whole events again and again.
 *
 * @param {readonly import('./subject.mjs').Subject[]} subjects
 * @param {{ pieceSize: number, streamSize: number, chunkSize: number }} sizes
 * @returns {ByteCost}
 */
function byteCost(subjects, { pieceSize, streamSize, chunkSize }) {
  const input = inputs.find((candidate) => candidate.name === name);
  const { writes } = makeBlocks(input, { seed: streamSize + chunkSize, events: Math.ceil(pieceSize / 240) });
  const piece = cut(writes, chunkSize);
  const times = Math.max(1, Math.round(streamSize / pieceSize));
  const chunks = Array.from({ length: times }, () => piece).flat();
  const blocks = writes.length * times;
  const bytes = writes.reduce((size, write) => size + write.length, 0) * times;

  const samples = new Map(subjects.map(({ name }) => [name, []]));
  for (let sample = 0; sample < samplesOf(streamSize); sample++) {
    for (const subject of subjects) {
      const stop = startStopwatch();
      const { events } = subject.read(chunks, { types: input.types, listened: undefined, blocks });
      samples.get(subject.name)?.push(stop());
      if (events !== blocks) throw new Error(`${subject.name} read ${events} of ${blocks} events`);
    }
  }
  const costs = Object.fromEntries([...samples].map(([name, taken]) => [name, medianCost(taken, bytes / 1000)]));
  return { streamSize, chunkSize, costs };
}

/** @param {number} streamSize */
function samplesOf(streamSize) {
  return Math.max(1, Math.min(9, Math.round((256 * megabyte) / streamSize)));
}
