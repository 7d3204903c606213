import { floor, ours, peer } from './names.mjs';
import { geometricMean } from './statistics.mjs';

/** @typedef {import('./measure_input.mjs').Cell} Cell */
/** @typedef {'wall' | 'cpu'} Clock */

/** Where the peer is within this of the floor, decoding is what takes the time, and little is left to be faster in. */
const roomAboveFloor = 2.5;

/** How much faster than the peer a cell should be where there is room. */
const leastRatio = 1.5;

/** How far above the floor a cell with large chunks may be. */
const mostAboveFloor = 1.5;

const largeChunks = ['64 KiB', '16 KiB'];

/**
 * @param {Cell} cell
 * @param {string} name
 * @param {Clock} clock
 * @returns {number | undefined}
 */
export function costOf({ outcomes }, name, clock) {
  const outcome = outcomes[name];
  return outcome === undefined || 'wrong' in outcome ? undefined : outcome[clock];
}

/**
 * How many times as fast as the peer a subject is.
 *
 * @param {Cell} cell
 * @param {string} name
 * @param {Clock} clock
 * @returns {number | undefined}
 */
export function ratioOf(cell, name, clock) {
  const cost = costOf(cell, name, clock);
  const peerCost = costOf(cell, peer, clock);
  return cost === undefined || peerCost === undefined ? undefined : peerCost / cost;
}

/** @param {Cell} cell */
export const cellName = ({ input, chunking }) => `${input}, ${chunking}`;

/**
 * What there is to say about a subject of ours in all cells together.
 *
 * @param {readonly Cell[]} cells
 * @param {string} name
 * @param {Clock} clock
 */
export function summarise(cells, name, clock) {
  const compared = cells.flatMap((cell) => {
    const ratio = ratioOf(cell, name, clock);
    const cost = costOf(cell, name, clock) ?? NaN;
    const floorCost = costOf(cell, floor, clock) ?? NaN;
    const room = (costOf(cell, peer, clock) ?? NaN) / floorCost;
    return ratio === undefined ? [] : [{ cell, ratio, room, aboveFloor: cost / floorCost }];
  });
  const sorted = compared.toSorted((a, b) => a.ratio - b.ratio);
  return {
    mean: geometricMean(sorted.map(({ ratio }) => ratio)),
    least: sorted[0],
    slower: sorted.filter(({ ratio }) => ratio < 1),
    missed: sorted.filter(({ ratio, room }) => ratio >= 1 && ratio < leastRatio && room >= roomAboveFloor),
    aboveFloor: compared.filter(({ cell: { chunking }, aboveFloor }) =>
      largeChunks.includes(chunking) ? aboveFloor > mostAboveFloor : chunking === 'one event' && aboveFloor > 1,
    ),
  };
}

/**
 * @param {readonly Cell[]} cells
 * @returns {string[]} who read what was not sent, and where
 */
export function wrongReadings(cells) {
  return cells.flatMap((cell) =>
    Object.entries(cell.outcomes).flatMap(([name, outcome]) =>
      'wrong' in outcome ? [`${name} in ${cellName(cell)}: ${outcome.wrong}`] : [],
    ),
  );
}

/** @param {readonly Cell[]} cells */
export function oursAreRight(cells) {
  return cells.every(({ outcomes }) =>
    ours.every((name) => outcomes[name] !== undefined && !('wrong' in outcomes[name])),
  );
}
