import { floor, ours, peer } from './subjects.mjs';

const margin = 20;
const labelWidth = 210;
const columnWidth = 230;
const numberWidth = 60;
const rowHeight = 26;
const headHeight = 84;

/** A bar is cut off where it would be longer than so many times the peer's. */
const longest = 2;

/** Read in light and in dark: the surface is the page's, and text takes the colour that the reader's scheme asks for. */
const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.quiet { fill: #59636e; }
.label { text-anchor: end; }
.ours { fill: #2a78d6; } .other { fill: #8b949e; } .floor { fill: #d0d7de; }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc; } .quiet { fill: #9198a1; } .floor { fill: #57606a; } }`;

/**
 * The CPU time of an event of the flood, for each client and size of a write.
 *
 * @param {string} runtime
 * @param {readonly any[]} flood the rows of that cell
 * @returns {string} an SVG
 */
export function drawPicture(runtime, flood) {
  const input = flood[0]?.input;
  const rows = flood.filter((row) => row.input === input && row.problem === undefined);
  const writes = [...new Set(rows.map(({ eventsPerWrite }) => eventsPerWrite))];
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const width = margin * 2 + labelWidth + writes.length * columnWidth;
  const height = headHeight + subjects.length * rowHeight + margin;
  const title = 'Whole client over loopback: CPU time an event, in microseconds';
  const parts = [
    `<text class="title" x="${margin}" y="28">${title}</text>`,
    `<text class="quiet" x="${margin}" y="48">${escape(runtime)}, ${escape(input ?? '')}; less is better</text>`,
    ...subjects.map(
      (subject, row) =>
        `<text class="label" x="${margin + labelWidth - 10}" y="${baseline(row)}">${escape(subject)}</text>`,
    ),
    ...writes.flatMap((count, column) => {
      const left = margin + labelWidth + column * columnWidth;
      const cells = rows.filter(({ eventsPerWrite }) => eventsPerWrite === count);
      const head = `<text class="quiet" x="${left}" y="${headHeight - 8}">${count === 1 ? 'one event' : `${count} events`} a write</text>`;
      return [head, ...drawBars(cells, subjects, left)];
    }),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${title}"><style>${style}\n</style>\n${parts.join('\n')}\n</svg>\n`
  );
}

/**
 * @param {readonly any[]} cells
 * @param {readonly string[]} subjects
 * @param {number} left
 */
function drawBars(cells, subjects, left) {
  const room = columnWidth - numberWidth;
  const most = Math.min(
    Math.max(...cells.map(({ cpu }) => cpu)),
    longest * (cells.find(({ subject }) => subject === peer)?.cpu ?? Infinity),
  );
  return cells.flatMap(({ subject, cpu }) => {
    const row = subjects.indexOf(subject);
    const length = Math.min(cpu / most, 1) * room;
    return [
      `<rect class="${shade(subject)}" x="${left}" y="${headHeight + row * rowHeight + 3}" width="${length.toFixed(1)}" height="${rowHeight - 8}" rx="3"/>`,
      `<text x="${(left + length + 6).toFixed(1)}" y="${baseline(row)}">${cpu.toFixed(cpu < 10 ? 2 : 1)}${cpu > most ? ' …' : ''}</text>`,
    ];
  });
}

/** @param {string} subject */
function shade(subject) {
  if (subject === floor) return 'floor';
  return ours.includes(subject) ? 'ours' : 'other';
}

/** @param {number} row */
const baseline = (row) => headHeight + row * rowHeight + 17;

/** @param {string} value */
function escape(value) {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
