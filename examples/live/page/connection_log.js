import { describeChange } from '../shared/describe_change.js';
import { build, stayAtEnd } from './elements.js';

const keptEntries = 60;

/** What happened to the connections, as a list that grows at its end. */
export class ConnectionLog {
  #list;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /**
   * @param {string} feed
   * @param {import('../shared/feed_watch.js').ConnectionChange} change
   */
  addChange(feed, change) {
    this.#add(change.state, feed, describeChange(change));
  }

  /** @param {string} text */
  addNote(text) {
    this.#add('note', 'page', text);
  }

  /**
   * @param {string} kind
   * @param {string} source
   * @param {string} text
   */
  #add(kind, source, text) {
    const time = build('time', '', new Date().toLocaleTimeString('en-GB'));
    stayAtEnd(this.#list, () => {
      this.#list.append(build('li', kind, time, build('b', '', source), build('span', '', text)));
      if (this.#list.childElementCount > keptEntries) this.#list.firstElementChild?.remove();
    });
  }
}
