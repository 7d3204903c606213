/**
 * @typedef {object} FeedEvent
 * @property {number} sequence  counts from 1 without a gap; sent as the event's id
 * @property {string} type
 * @property {unknown} data
 */

/** The newest events of one feed, so that a client that lost its connection gets what it missed. */
export class History {
  /** @type {FeedEvent[]} */
  #events = [];
  #lastSequence = 0;
  #limit;

  /** @param {number} limit  how many events are kept */
  constructor(limit) {
    this.#limit = limit;
  }

  get lastSequence() {
    return this.#lastSequence;
  }

  /**
   * @param {string} type
   * @param {unknown} data
   * @returns {FeedEvent}
   */
  append(type, data) {
    this.#lastSequence += 1;
    const event = { sequence: this.#lastSequence, type, data };
    this.#events.push(event);
    if (this.#events.length > this.#limit) this.#events.shift();
    return event;
  }

  /**
   * What a client that has seen `sequence` still has to get. When some of it is no longer kept, the answer starts later, and the client
   * sees the gap in the numbers.
   * @param {number} sequence
   */
  after(sequence) {
    return this.latest(this.#lastSequence - sequence);
  }

  /** @param {number} count */
  latest(count) {
    return this.#events.slice(Math.max(0, this.#events.length - count));
  }

  /**
   * The events from the newest one that `isStart` accepts, or all that is kept.
   * @param {(event: FeedEvent) => boolean} isStart
   */
  sinceLatest(isStart) {
    return this.#events.slice(Math.max(0, this.#events.findLastIndex(isStart)));
  }
}
