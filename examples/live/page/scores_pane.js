import { build } from './elements.js';

/** @typedef {import('../feeds/scores.mjs').Score} Score */

const shownMatches = 3;
const keptHappenings = 40;

/** @type {Record<string, string>} */
const names = { kickoff: 'Kick-off', goal: 'Goal', card: 'Card', halftime: 'Half time', fulltime: 'Full time' };

/** The latest matches as they stand, and what happened in them. */
export class ScoresPane {
  #board;
  #happenings;
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} board
   * @param {HTMLElement} happenings
   */
  constructor(board, happenings) {
    this.#board = board;
    this.#happenings = happenings;
  }

  /**
   * @param {string} type
   * @param {Score} score
   */
  add(type, score) {
    this.#showMatch(type, score);
    const { minute, home, away, goals, player } = score;
    const match = `${home} ${goals.join(':')} ${away}`;
    const entry = build(
      'li',
      type,
      build('span', 'minute', `${minute}′`),
      build('span', 'kind', names[type] ?? type),
      build('span', '', player ? `${player}, ${match}` : match),
    );
    this.#happenings.prepend(entry);
    if (this.#happenings.childElementCount > keptHappenings) this.#happenings.lastElementChild?.remove();
  }

  /**
   * @param {string} type
   * @param {Score} score
   */
  #showMatch(type, { match, home, away, goals }) {
    const state = type === 'fulltime' ? 'FT' : type === 'halftime' ? 'HT' : 'Live';
    const row = build(
      'tr',
      state.toLowerCase(),
      build('td', 'state', state),
      build('td', 'home', home),
      build('td', type === 'goal' ? 'score flash' : 'score', goals.join(' : ')),
      build('td', 'away', away),
    );
    const shown = this.#rows.get(match);
    if (shown) shown.replaceWith(row);
    else this.#board.append(row);
    this.#rows.set(match, row);
    for (const [oldest, oldestRow] of this.#rows) {
      if (this.#rows.size <= shownMatches) break;
      oldestRow.remove();
      this.#rows.delete(oldest);
    }
  }
}
