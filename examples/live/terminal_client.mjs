import { feedNames } from './shared/feed_names.js';
import { FeedWatch } from './shared/feed_watch.js';
import { feedLabel, feedPrinters } from './terminal/feed_lines.mjs';

/** @typedef {import('./shared/feed_names.js').FeedName} FeedName */
/** @typedef {import('./terminal/colours.mjs').Paint} Paint */
/** @typedef {import('./terminal/line_writer.mjs').LineWriter} LineWriter */

/**
 * Follows the three feeds of a server and prints what comes.
 * @param {string} serverUrl
 * @param {LineWriter} writer
 * @param {Paint} paint
 * @returns {Record<FeedName, FeedWatch>}
 */
export function watchFeeds(serverUrl, writer, paint) {
  const printers = feedPrinters(writer, paint);
  /** @param {FeedName} name */
  const watch = (name) =>
    new FeedWatch(`${serverUrl}/feeds/${name}`, name, {
      onEvent: printers[name],
      onChange: (change) => writer.line(feedLabel(paint, name) + describe(change, paint)),
    });
  return { chat: watch('chat'), scores: watch('scores'), ticker: watch('ticker') };
}

/**
 * Waits until every client has what its feed has sent, or until it is clear that something is missing.
 * @param {Record<FeedName, FeedWatch>} watches
 * @param {(name: FeedName) => number} lastSent
 * @param {number} limit  milliseconds
 */
export async function catchUp(watches, lastSent, limit) {
  const deadline = performance.now() + limit;
  const isComplete = () => feedNames.every((name) => watches[name].check.isComplete(lastSent(name)));
  while (!isComplete() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {import('./shared/feed_watch.js').ConnectionChange} change
 * @param {Paint} paint
 */
function describe({ state, code, message, outage, lastEventId }, paint) {
  const reason = [code, message].filter(Boolean).join(': ');
  switch (state) {
    case 'open':
      if (outage === undefined) return paint('green', '● open');
      return paint('green', `● open again after ${(outage / 1000).toFixed(1)} s, goes on after event ${lastEventId}`);
    case 'reconnecting':
      return paint('yellow', `○ connection lost, reconnecting (${reason})`);
    case 'closed':
      return paint('red', `✕ closed (${reason})`);
  }
}
