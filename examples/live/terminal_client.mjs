import { describeChange } from './shared/describe_change.js';
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
  const marks = { open: paint('green', '●'), reconnecting: paint('yellow', '○'), closed: paint('red', '✕') };
  /** @param {FeedName} name */
  const watch = (name) =>
    new FeedWatch(`${serverUrl}/feeds/${name}`, name, {
      onEvent: printers[name],
      onChange: (change) => writer.line(`${feedLabel(paint, name)}${marks[change.state]} ${describeChange(change)}`),
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
