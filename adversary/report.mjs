// What the trials found, for the terminal and for the README.

/**
 * @typedef {object} Report
 * @property {string} node
 * @property {readonly { name: string, short: string, version: string }[]} versions
 * @property {ReadonlyMap<string, readonly { ok: boolean | undefined, measured: string }[]>} rows
 */

/** @param {Report} report */
export function formatTable({ node, versions, rows }) {
  const head = ['', ...versions.map(({ short }) => short)];
  const lines = [head, ...[...rows].map(([name, cells]) => [name, ...cells.map(({ measured }) => measured)])];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  return [`Node ${node}`, '', ...text].join('\n');
}

/** @param {Report} report */
export function formatMarkdown({ node, versions, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const names = versions.map(({ name, short, version }) => `${short} = \`${name}\` ${version}`);
  return [
    `Node ${node}. ${names.join(' · ')}.`,
    '',
    line(['', ...versions.map(({ short }) => short)]),
    line(['---', ...versions.map(() => '---')]),
    ...[...rows].map(([name, cells]) => line([name, ...cells.map(cellOf)])),
    '',
  ].join('\n');
}

function cellOf({ ok, measured }) {
  return ok === false ? `**${measured}**` : measured;
}
