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
  const parts = [`Parsing; ${runtime}; nanoseconds an event, medians`, formatCells(cells), formatSummary(cells)];
  if (length !== undefined) parts.push(formatLength(length));
  return parts.join('\n\n');
}

/** @param {readonly Cell[]} cells */
function formatCells(cells) {
  const others = [...new Set(cells.flatMap(({ outcomes }) => Object.keys(outcomes)))].filter(
    (name) => !mainNames.includes(name),
  );
  const names = [...mainNames, ...others];
  const clocks = clocksOf(cells);
  const ratios = ours.flatMap((name) => clocks.map((clock) => ({ name, clock })));
  const head = [
    ...['stream', 'chunks', 'rounds'],
    ...names,
    ...ratios.map(({ name, clock }) => `peer/${name}${clock === 'cpu' ? ' CPU' : ''}`),
  ];
  const rows = cells.map((cell) => [
    ...[cell.input, cell.chunking, String(cell.rounds)],
    ...names.map((name) => showOutcome(cell.outcomes[name])),
    ...ratios.map(({ name, clock }) => showRatio(ratioOf(cell, name, clock))),
  ]);
  return formatTable(head, rows);
}

/** @param {readonly Cell[]} cells */
function formatSummary(cells) {
  const lines = [];
  for (const clock of clocksOf(cells)) {
    const measure = clock === 'wall' ? 'by the clock' : 'in CPU time';
    for (const name of ours) {
      const { mean, least, slower, missed, aboveFloor } = summarise(cells, name, clock);
      if (least === undefined) continue;
      lines.push(
        `${name} ${measure}: ${mean.toFixed(2)} times as fast as ${peer} (geometric mean of ${cells.length} cells), ` +
          `${least.ratio.toFixed(2)} at least (${cellName(least.cell)})`,
        ...list('slower than the peer', slower, ({ ratio }) => ratio),
        ...list('under 1.5 although the peer takes 2.5 times the floor', missed, ({ ratio }) => ratio),
        ...list(
          'above 1.5 times the floor at 16 KiB and more, or the floor at one event',
          aboveFloor,
          (entry) => entry.aboveFloor,
        ),
      );
    }
  }
  const wrong = wrongReadings(cells);
  if (wrong.length > 0) lines.push('Wrong, and not timed:', ...wrong.map((line) => `  ${line}`));
  return lines.join('\n');
}

/**
 * @template {{ cell: Cell }} Entry
 * @param {string} what
 * @param {readonly Entry[]} entries
 * @param {(entry: Entry) => number} value
 * @returns {string[]}
 */
function list(what, entries, value) {
  if (entries.length === 0) return [];
  return [
    `  ${entries.length} ${what}: ${entries.map((entry) => `${cellName(entry.cell)} ${value(entry).toFixed(2)}`).join('; ')}`,
  ];
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

/** @param {number | undefined} ratio */
function showRatio(ratio) {
  return ratio?.toFixed(2) ?? '';
}
