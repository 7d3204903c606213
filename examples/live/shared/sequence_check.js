/** Counts what a client got of a feed whose events are numbered without a gap. */
export class SequenceCheck {
  received = 0;
  lost = 0;
  doubled = 0;
  /** @type {number | undefined} */
  #last;

  /** @param {string} id  the event's ID, which is its number */
  take(id) {
    const sequence = Number(id);
    if (id === '' || !Number.isSafeInteger(sequence))
      throw new TypeError(`An event came with the ID "${id}", which is no number.`);
    this.received += 1;
    if (this.#last !== undefined && sequence <= this.#last) {
      this.doubled += 1;
      return;
    }
    // The first event may have any number: a client can join a feed that has been running for long.
    if (this.#last !== undefined) this.lost += sequence - this.#last - 1;
    this.#last = sequence;
  }

  /** @param {number} lastSent  the number of the last event that the server has sent */
  isComplete(lastSent) {
    return this.#last === lastSent;
  }

  /**
   * Counts what is missing at the end, where no later event shows the gap.
   * @param {number} lastSent
   */
  finish(lastSent) {
    this.lost += lastSent - (this.#last ?? 0);
    this.#last = lastSent;
  }
}
