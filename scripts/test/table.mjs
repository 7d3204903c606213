/**
 * @typedef {{ suite: string, runtime: string, passed: number, failed: number, seconds: number }} Row
 *
 * @param {readonly Row[]} rows
 * @returns {string}
 */
export function formatTable(rows) {
  const cells = rows.map(({ suite, runtime, passed, failed, seconds }) => [
    suite,
    runtime,
    String(passed),
    String(failed),
    seconds.toFixed(1),
  ]);
  const all = [['suite', 'runtime', 'passed', 'failed', 'seconds'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}
