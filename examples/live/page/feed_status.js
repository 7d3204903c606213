import { find } from './elements.js';

/** @typedef {import('../shared/feed_watch.js').ConnectionChange} ConnectionChange */

/** The badge, the counters and the latest error in a feed's pane. */
export class FeedStatus {
  #badge;
  #problem;
  #counters;

  /** @param {Element} pane */
  constructor(pane) {
    const template = find(document, '#feed-status', window.HTMLTemplateElement);
    const status = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.#badge = find(status, '.badge', HTMLElement);
    this.#problem = find(status, '.problem', HTMLElement);
    this.#counters = find(status, '.counters', HTMLElement);
    find(pane, 'header', HTMLElement).append(this.#badge);
    pane.append(status);
  }

  /**
   * @param {ConnectionChange} change
   * @param {number} reconnects
   */
  showChange({ state, code, message }, reconnects) {
    this.#badge.dataset['state'] = state;
    this.#badge.textContent = state;
    const resumed = reconnects === 0 ? 'Not interrupted so far' : `Interrupted and resumed: ${reconnects}×`;
    this.#problem.textContent = state === 'open' ? resumed : [code, message].filter(Boolean).join(': ') || state;
    this.#problem.classList.toggle('current', state !== 'open');
  }

  /** @param {import('../shared/feed_watch.js').FeedWatch} watch */
  showCounts({ check, lastEventId }) {
    showCounts(this.#counters, { ...check, lastEventId });
  }
}

/**
 * @param {Element} list
 * @param {Record<string, number | string>} counts
 */
export function showCounts(list, counts) {
  for (const cell of list.querySelectorAll('dd')) {
    const name = cell.dataset['count'] ?? '';
    cell.textContent = String(counts[name] ?? '');
    cell.classList.toggle('fault', (name === 'lost' || name === 'doubled') && counts[name] !== 0);
  }
}
