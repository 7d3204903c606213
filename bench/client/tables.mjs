import { formatTable } from '../table.mjs';
import { floor, peer } from './subjects.mjs';

/**
 * @param {any[]} rows
 * @returns {string[]} a table for each input and clock
 */
export function floodTables(rows) {
  const clocks = /** @type {const} */ ({ cpu: 'CPU time, user and system', wall: 'time by the clock' });
  return distinct(rows, 'input').flatMap((input) =>
    Object.entries(clocks).map(([clock, title]) => {
      const ofInput = rows.filter((row) => row.input === input);
      const writes = distinct(ofInput, 'eventsPerWrite');
      const head = ['subject', ...writes.flatMap((count) => [`${count} a write`, '/ fetch', `/ ${peer}`])];
      const lines = distinct(ofInput, 'subject').map((subject) => {
        const own = ofInput.filter((row) => row.subject === subject);
        const problem = own.find((row) => row.problem)?.problem;
        if (problem !== undefined) return [subject, problem];
        return [
          subject,
          ...own.flatMap((row) => {
            const beside = (other) =>
              ofInput.find((one) => one.subject === other && one.eventsPerWrite === row.eventsPerWrite)?.[clock];
            return [row[clock].toFixed(2), ratio(row[clock], beside(floor)), ratio(row[clock], beside(peer))];
          }),
        ];
      });
      return `${input}, microseconds an event, ${title}\n\n${tableWithProblems(head, lines)}`;
    }),
  );
}

/** What went wrong stands below the table: it would make a column wide. */
function tableWithProblems(head, lines) {
  const failed = lines.filter((line) => line.length < head.length);
  const table = formatTable(
    head,
    lines.map((line) => (failed.includes(line) ? [line[0], 'failed'] : line)),
  );
  return [table, ...failed.map(([subject, problem]) => `${subject}: ${problem}`)].join('\n');
}

function ratio(value, other) {
  return other === undefined ? '' : (value / other).toFixed(2);
}

function distinct(rows, key) {
  return [...new Set(rows.map((row) => row[key]))];
}
