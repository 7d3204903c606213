import { feedNames } from './shared/feed_names.js';

/** @typedef {import('./terminal/colours.mjs').Paint} Paint */
/** @typedef {{ feed: string, received: number, lost: number, doubled: number, reconnects: number }} Row */

/**
 * @param {Record<import('./shared/feed_names.js').FeedName, import('./shared/feed_watch.js').FeedWatch>} watches
 * @returns {Row[]} one for each feed, and the total
 */
export function summarize(watches) {
  const rows = feedNames.map((feed) => {
    const { check, reconnects } = watches[feed];
    return {
      feed: /** @type {string} */ (feed),
      received: check.received,
      lost: check.lost,
      doubled: check.doubled,
      reconnects,
    };
  });
  const total = { feed: 'total', received: 0, lost: 0, doubled: 0, reconnects: 0 };
  for (const row of rows) {
    total.received += row.received;
    total.lost += row.lost;
    total.doubled += row.doubled;
    total.reconnects += row.reconnects;
  }
  return [...rows, total];
}

/** @param {Row[]} rows */
export function isFlawless(rows) {
  return rows.every(({ received, lost, doubled }) => received > 0 && lost === 0 && doubled === 0);
}

/**
 * @param {Row[]} rows
 * @param {Paint} paint
 */
export function formatSummary(rows, paint) {
  const columns = /** @type {const} */ (['received', 'lost', 'doubled', 'reconnects']);
  const header = `  ${'feed'.padEnd(8)}${columns.map((column) => column.padStart(12)).join('')}`;
  const lines = rows.map((row) => {
    const cells = columns.map((column) => {
      const cell = String(row[column]).padStart(12);
      if (column !== 'lost' && column !== 'doubled') return cell;
      return paint(row[column] === 0 ? 'green' : 'red', cell);
    });
    const line = `  ${row.feed.padEnd(8)}${cells.join('')}`;
    return row.feed === 'total' ? paint('bold', line) : line;
  });
  return [paint('dim', header), ...lines].join('\n');
}
