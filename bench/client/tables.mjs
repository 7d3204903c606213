import { formatTable } from '../table.mjs';
import { native } from './page_faces.mjs';
import { floor, peer } from './subjects.mjs';

const clocks = { cpu: 'CPU time, user and system', wall: 'time by the clock' };

/**
 * @param {any[]} rows
 * @returns {string[]} a table for each input and clock
 */
export function floodTables(rows) {
  return distinct(rows, 'input').flatMap((input) =>
    Object.entries(clocks).map(([clock, title]) => {
      const columns = distinct(rows, 'eventsPerWrite').flatMap((count) => {
        const cell = { key: clock, among: (row) => row.input === input && row.eventsPerWrite === count };
        return [{ title: `${count} a write`, digits: 2, ...cell }, ...besides(cell)];
      });
      return `${input}, microseconds an event, ${title}\n\n${table(rows, columns)}`;
    }),
  );
}

/** @param {any[]} rows */
export function latencyTables(rows) {
  const quantiles = { p50: 'p50', p99: 'p99', p999: 'p99.9' };
  const columns = Object.entries(quantiles).flatMap(([key, title]) => [{ title, key, digits: 0 }, besides({ key })[0]]);
  return [`microseconds\n\n${table(rows, columns)}`];
}

/** @param {any[]} rows */
export function streamsTables(rows) {
  return distinct(rows, 'streams').map((count) => {
    const among = (row) => row.streams === count;
    const columns = [
      { title: 'resident, bytes a stream', key: 'resident', digits: 0, among },
      ...besides({ key: 'resident', among }),
      { title: 'held by JavaScript', key: 'held', digits: 0, among },
      ...besides({ key: 'held', among }),
      { title: 'CPU µs an event', key: 'cpu', digits: 1, among },
      ...besides({ key: 'cpu', among }),
    ];
    return `${count} streams\n\n${table(rows, columns)}`;
  });
}

/** @param {any[]} rows */
export function stormTables(rows) {
  const columns = [
    { title: 'ms until all are back', key: 'time', digits: 0 },
    ...besides({ key: 'time' }),
    { title: 'CPU ms', key: 'cpu', digits: 0 },
    ...besides({ key: 'cpu' }),
  ];
  const { streams, retry } = rows.find(({ problem }) => problem === undefined) ?? {};
  return [`${streams} streams, ${retry} ms of which are the reconnection time\n\n${table(rows, columns)}`];
}

/** @param {any[]} rows */
export function chatsTables(rows) {
  const columns = [
    { title: 'CPU µs a chat', key: 'cpu', digits: 0 },
    besides({ key: 'cpu' })[0],
    { title: 'ms a chat', key: 'time', digits: 1 },
    { title: 'connections for 100 chats', key: 'connections', digits: 0 },
  ];
  return [table(rows, columns)];
}

/** @param {any[]} rows */
export function chromiumTables(rows) {
  const titles = { wall: clocks.wall, mainThread: "CPU time of the page's thread", cpu: 'CPU time of all processes' };
  return Object.entries(titles).map(([key, title]) => {
    const columns = distinct(rows, 'eventsPerWrite').flatMap((count) => {
      const cell = { key, digits: 2, among: (row) => row.eventsPerWrite === count };
      return [
        { title: `${count} a write`, ...cell },
        { title: '/ native', over: native, ...cell },
      ];
    });
    return `OpenAI chat, microseconds an event, ${title}\n\n${table(rows, columns)}`;
  });
}

/**
 * A number of each subject, or its ratio to another's.
 * @typedef {object} Column
 * @property {string} title
 * @property {string} key in the rows
 * @property {number} digits
 * @property {string} [over] the subject that it is divided by
 * @property {(row: any) => boolean} [among] which rows it is about
 */

/** @param {Pick<Column, 'key' | 'among'>} column */
function besides(column) {
  return [
    { ...column, title: '/ fetch', over: floor, digits: 2 },
    { ...column, title: `/ ${peer}`, over: peer, digits: 2 },
  ];
}

/**
 * What went wrong stands below the table: it would make a column wide.
 *
 * @param {readonly any[]} rows
 * @param {readonly Column[]} columns
 */
function table(rows, columns) {
  const failures = new Map(rows.filter(({ problem }) => problem).map(({ subject, problem }) => [subject, problem]));
  const lines = distinct(rows, 'subject').map((subject) => [
    subject,
    ...columns.map(({ key, digits, over, among = () => true }) => {
      const value = (of) => rows.find((row) => row.subject === of && among(row))?.[key];
      const number = over === undefined ? value(subject) : value(subject) / value(over);
      if (Number.isFinite(number)) return number.toFixed(digits);
      return failures.has(subject) && over === undefined ? 'failed' : '';
    }),
  ]);
  const head = ['subject', ...columns.map(({ title }) => title)];
  return [formatTable(head, lines), ...[...failures].map(([subject, problem]) => `${subject}: ${problem}`)].join('\n');
}

function distinct(rows, key) {
  return [...new Set(rows.map((row) => row[key]))];
}
