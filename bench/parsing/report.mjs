import { formatTable } from '../table.mjs';
import { floor, mainNames, ours, peer } from './names.mjs';
import { cellName, costOf, ratioOf, summarise, wrongReadings } from './summary.mjs';

/** @typedef {import('./measure_input.mjs').Cell} Cell */

/**
 * All that was measured in one runtime.
 * @typedef {object} Result
 * @property {string} runtime
 * @property {Cell[]} cells
 * @property {Awaited<ReturnType<typeof import('./measure_length.mjs').measureLength>>} [length]
 */

/**
 * @param {Result} result
 * @returns {string} for a terminal
 */
export function formatReport({ runtime, cells, length }) {
  const parts = [
    `Parsing; ${runtime}\n\nNanoseconds an event by the clock, medians`,
    formatCosts(cells),
    `Times as fast as ${peer}`,
    formatRatios(cells),
    formatSummary(cells),
  ];
  if (length !== undefined) parts.push(formatLength(length));
  return parts.join('\n\n');
}

/** @param {readonly Cell[]} cells */
function formatCosts(cells) {
  const measured = [...new Set(cells.flatMap(({ outcomes }) => Object.keys(outcomes)))];
  const names = [...mainNames, ...measured.filter((name) => !mainNames.includes(name))];
  const rows = cells.map((cell) => [
    ...[cell.input, cell.chunking],
    ...names.map((name) => showOutcome(cell.outcomes[name])),
    String(cell.rounds),
  ]);
  return formatTable(['stream', 'chunks', ...names, 'rounds'], rows);
}

/** @param {readonly Cell[]} cells */
function formatRatios(cells) {
  const columns = [...ours, floor].flatMap((name) => clocksOf(cells).map((clock) => ({ name, clock })));
  const head = ['stream', 'chunks', ...columns.map(({ name, clock }) => `${name}${clock === 'cpu' ? ' CPU' : ''}`)];
  const rows = cells.map((cell) => [
    ...[cell.input, cell.chunking],
    ...columns.map(({ name, clock }) => ratioOf(cell, name, clock)?.toFixed(2) ?? ''),
  ]);
  return formatTable(head, rows);
}

/** @param {readonly Cell[]} cells */
function formatSummary(cells) {
  const lines = ours.flatMap((name) => [
    ...clocksOf(cells).map((clock) => formatMean(cells, name, clock)),
    ...formatMisses(cells, name),
  ]);
  const wrong = wrongReadings(cells);
  if (wrong.length > 0) lines.push('Wrong, and not timed:', ...wrong.map((line) => `  ${line}`));
  return lines.join('\n');
}

/**
 * @param {readonly Cell[]} cells
 * @param {string} name
 * @param {import('./summary.mjs').Clock} clock
 */
function formatMean(cells, name, clock) {
  const { mean, least } = summarise(cells, name, clock);
  return (
    `${name} ${clock === 'wall' ? 'by the clock' : 'in CPU time'}: ${mean.toFixed(2)} times as fast as ${peer} ` +
    `(geometric mean of ${cells.length} cells)${least === undefined ? '' : `, ${least.ratio.toFixed(2)} at least (${cellName(least.cell)})`}`
  );
}

/**
 * @param {readonly Cell[]} cells
 * @param {string} name
 */
function formatMisses(cells, name) {
  const { slower, missed, aboveFloor } = summarise(cells, name, 'wall');
  return [
    ...list('slower than the peer', slower, 'ratio'),
    ...list('under 1.5 although the peer takes 2.5 times the floor', missed, 'ratio'),
    ...list('above 1.5 times the floor at 16 KiB and more, or above the floor at one event', aboveFloor, 'aboveFloor'),
  ];
}

/**
 * @template {'ratio' | 'aboveFloor'} Key
 * @param {string} what
 * @param {readonly ({ cell: Cell } & Record<Key, number>)[]} entries
 * @param {Key} key
 * @returns {string[]}
 */
function list(what, entries, key) {
  if (entries.length === 0) return [];
  const named = entries.map((entry) => `${cellName(entry.cell)} ${entry[key].toFixed(2)}`);
  return [`  ${entries.length} ${what}: ${named.join('; ')}`];
}

/** @param {NonNullable<Result['length']>} length */
function formatLength({ input, streams, chunks }) {
  const names = [ours[0], peer];
  const clocks = streams[0]?.costs[peer]?.cpu === undefined ? ['wall'] : ['wall', 'cpu'];
  const columns = names.flatMap((name) => clocks.map((clock) => ({ name, clock })));
  const head = ['stream', 'chunks', ...columns.map(({ name, clock }) => `${name}${clock === 'cpu' ? ' CPU' : ''}`)];
  const rows = [...streams, ...chunks].map(({ streamSize, chunkSize, costs }) => [
    `${Math.round(streamSize / 1e6)} MB`,
    String(chunkSize),
    ...columns.map(({ name, clock }) => costs[name]?.[clock]?.toFixed(0) ?? ''),
  ]);
  return `Nanoseconds a kilobyte (${input})\n\n${formatTable(head, rows)}`;
}

/** @param {readonly Cell[]} cells @returns {import('./summary.mjs').Clock[]} those that the runtime has */
function clocksOf(cells) {
  return cells.some((cell) => costOf(cell, floor, 'cpu') !== undefined) ? ['wall', 'cpu'] : ['wall'];
}

/** @param {import('./measure.mjs').Outcome | undefined} outcome */
function showOutcome(outcome) {
  if (outcome === undefined) return '';
  return 'wrong' in outcome ? 'wrong' : showCost(outcome.wall);
}

/** @param {number} nanoseconds */
function showCost(nanoseconds) {
  return nanoseconds.toFixed(nanoseconds < 10 ? 1 : 0);
}
