/**
 * A change of a connection's state in words, the same in the terminal and on the page.
 * @param {import('./feed_watch.js').ConnectionChange} change
 */
export function describeChange({ state, code, message, outage, lastEventId }) {
  const reason = code || message ? ` (${[code, message].filter(Boolean).join(': ')})` : '';
  switch (state) {
    case 'open':
      if (outage === undefined) return 'open';
      return `open again after ${(outage / 1000).toFixed(1)} s, goes on after event ${lastEventId}`;
    case 'reconnecting':
      return `reconnecting${reason}`;
    case 'closed':
      return `closed${reason}`;
  }
}
