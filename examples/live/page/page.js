import { feedNames } from '../shared/feed_names.js';
import { FeedWatch } from '../shared/feed_watch.js';
import { ChatPane } from './chat_pane.js';
import { ConnectionLog } from './connection_log.js';
import { find } from './elements.js';
import { FeedStatus, showCounts } from './feed_status.js';
import { ScoresPane } from './scores_pane.js';
import { TickerPlot } from './ticker_plot.js';

/** @typedef {import('../shared/feed_names.js').FeedName} FeedName */

const chat = new ChatPane(find(document, '#chat', HTMLElement));
const scores = new ScoresPane(find(document, '#board', HTMLElement), find(document, '#happenings', HTMLElement));
const ticker = new TickerPlot(find(document, '#plot', HTMLElement), find(document, '#prices', HTMLElement));
const log = new ConnectionLog(find(document, '#log', HTMLElement));
const totals = find(document, '#totals', HTMLElement);

/** @type {Record<FeedName, (type: string, data: unknown) => void>} */
const showEvent = {
  chat: (_type, data) => chat.add(/** @type {import('../feeds/chat.mjs').ChatChunk} */ (data)),
  scores: (type, data) => scores.add(type, /** @type {import('../feeds/scores.mjs').Score} */ (data)),
  ticker: (_type, data) => ticker.add(/** @type {import('../feeds/ticker.mjs').Tick} */ (data)),
};

/** @type {FeedWatch[]} */
const watches = feedNames.map((name) => {
  const status = new FeedStatus(find(document, `[data-feed="${name}"]`, HTMLElement));
  const watch = new FeedWatch(new URL(`/feeds/${name}`, location.href), name, {
    onEvent(type, data) {
      showEvent[name](type, data);
      status.showCounts(watch);
      showTotals();
    },
    onChange(change) {
      status.showChange(change, watch.reconnects);
      log.addChange(name, change);
      showTotals();
    },
  });
  return watch;
});

find(document, '#drop', HTMLElement).addEventListener('click', async () => {
  log.addNote('asked the server to drop every connection');
  try {
    await fetch('/drop', { method: 'POST' });
  } catch {
    log.addNote('the server does not answer');
  }
});

function showTotals() {
  const counts = { received: 0, lost: 0, doubled: 0, reconnects: 0 };
  for (const { check, reconnects } of watches) {
    counts.received += check.received;
    counts.lost += check.lost;
    counts.doubled += check.doubled;
    counts.reconnects += reconnects;
  }
  showCounts(totals, counts);
}
