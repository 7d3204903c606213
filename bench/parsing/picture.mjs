import { inputs } from '../inputs.mjs';
import { chunkings } from './chunkings.mjs';
import { ours, peer } from './names.mjs';
import { ratioOf, summarise } from './summary.mjs';

/** @typedef {import('./report.mjs').Result} Result */

const margin = 20;
const labelWidth = 150;
const cellWidth = 92;
const cellHeight = 26;
const gap = 2;
const headHeight = 84;
const barWidth = chunkings.length * cellWidth - 60;

/** The subject of ours that the picture shows. */
const shown = ours[0];

/** Read in light and in dark: the surface is the page's, and text takes the colour that the reader's scheme asks for. */
const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.quiet { fill: #59636e; }
.on { fill: #ffffff; }
.number { text-anchor: middle; font-variant-numeric: tabular-nums; }
.label { text-anchor: end; }
.bar { fill: #2a78d6; }
.line { stroke: #8b949e; stroke-width: 1; stroke-dasharray: 3 3; }
.slower { fill: #b35900; }
.step1 { fill: #b7d3f6; } .step2 { fill: #6da7ec; } .step3 { fill: #2a78d6; } .step4 { fill: #184f95; }
.dark { fill: #0b2447; }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc; } .quiet { fill: #9198a1; } .on { fill: #ffffff; } .dark { fill: #0b2447; } }`;

/**
 * How many times as fast as the peer the parser is: the cells of the first runtime, and each runtime's mean.
 *
 * @param {readonly Result[]} results
 * @returns {string} an SVG
 */
export function drawPicture(results) {
  const [first] = results;
  if (first === undefined) throw new Error('There is nothing to draw');
  const names = inputs.map(({ name }) => name).filter((name) => first.cells.some(({ input }) => input === name));
  const barsTop = headHeight + names.length * cellHeight + 56;
  const height = barsTop + results.length * cellHeight + margin;
  const width = margin * 2 + labelWidth + chunkings.length * cellWidth;
  const parts = [
    `<text class="title" x="${margin}" y="28">Parsing: times as fast as ${escape(peer)}</text>`,
    `<text class="quiet" x="${margin}" y="48">${escape(first.runtime)}, bytes in and strings out, by the clock, for each kind of stream and size of chunks</text>`,
    ...chunkings.map(
      ({ name }, column) =>
        `<text class="quiet number" x="${centre(column)}" y="${headHeight - 8}">${escape(name)}</text>`,
    ),
    ...names.flatMap((name, row) => drawRow(first, name, headHeight + row * cellHeight)),
    `<text class="title" x="${margin}" y="${barsTop - 14}">Geometric mean of all cells</text>`,
    ...drawBars(results, barsTop),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="Parsing: times as fast as ${escape(peer)}"><style>${style}\n</style>\n${parts.join('\n')}\n</svg>\n`
  );
}

/**
 * @param {Result} result
 * @param {string} input
 * @param {number} top
 * @returns {string[]}
 */
function drawRow({ cells }, input, top) {
  const label = `<text class="label" x="${margin + labelWidth - 10}" y="${top + 18}">${escape(input)}</text>`;
  const drawn = chunkings.map(({ name }, column) => {
    const cell = cells.find((candidate) => candidate.input === input && candidate.chunking === name);
    const ratio = cell && ratioOf(cell, shown, 'wall');
    if (ratio === undefined) return '';
    const { fill, ink } = shade(ratio);
    const left = margin + labelWidth + column * cellWidth;
    return (
      `<rect class="${fill}" x="${left}" y="${top}" width="${cellWidth - gap}" height="${cellHeight - gap}" rx="3"/>` +
      `<text class="number ${ink}" x="${centre(column)}" y="${top + 17}">${ratio.toFixed(ratio < 2 ? 2 : 1)}×</text>`
    );
  });
  return [label, ...drawn];
}

/** A cell where the peer is the faster one has a hue of its own, and the number beside it in any case. */
function shade(ratio) {
  if (ratio < 1) return { fill: 'slower', ink: 'on' };
  if (ratio < 1.5) return { fill: 'step1', ink: 'dark' };
  if (ratio < 3) return { fill: 'step2', ink: 'dark' };
  return { fill: ratio < 6 ? 'step3' : 'step4', ink: 'on' };
}

/**
 * @param {readonly Result[]} results
 * @param {number} top
 */
function drawBars(results, top) {
  const means = results.map(({ runtime, cells }) => ({ runtime, mean: summarise(cells, shown, 'wall').mean }));
  const left = margin + labelWidth;
  const perUnit = barWidth / Math.max(...means.map(({ mean }) => mean), 1);
  const bars = means.map(({ runtime, mean }, row) => {
    const y = top + row * cellHeight;
    const length = mean * perUnit;
    return (
      `<text class="label" x="${left - 10}" y="${y + 17}">${escape(shortName(runtime))}</text>` +
      `<rect class="bar" x="${left}" y="${y + 3}" width="${length.toFixed(1)}" height="${cellHeight - 8}" rx="3"/>` +
      `<text x="${(left + length + 6).toFixed(1)}" y="${y + 17}">${mean.toFixed(2)}×</text>`
    );
  });
  // Where the peer is.
  const one = (left + perUnit).toFixed(1);
  const bottom = top + results.length * cellHeight;
  return [
    ...bars,
    `<line class="line" x1="${one}" y1="${top - 4}" x2="${one}" y2="${bottom}"/>`,
    `<text class="quiet number" x="${one}" y="${top - 10}">1×</text>`,
  ];
}

/** A runtime without the platform, and with the two numbers of its version that matter: "Chrome/150.0.1.2" is "Chrome 150.0". */
function shortName(runtime) {
  const [, name, version] = /^(\D+?)[ /](\d+\.\d+)/.exec(runtime) ?? [];
  return name === undefined ? runtime : `${name} ${version}`;
}

/** @param {number} column */
const centre = (column) => margin + labelWidth + column * cellWidth + (cellWidth - gap) / 2;

/** @param {string} value */
function escape(value) {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
