/**
 * So much of a stream: events, and the bytes of the body, which are what counts for the floor, that knows of no events.
 * @typedef {{ events: number, bytes: number }} Amount
 */

/** Where a subject's events go, from one stream or many: counts them, and says when so many have come. */
export class Sink {
  events = 0;
  characters = 0;
  bytes = 0;
  checksum = 0;
  /** Milliseconds until a stream that was lost is asked for again, for the floor, which does not read it in the stream. */
  retry = 0;
  #wantedEvents = Infinity;
  #wantedBytes = Infinity;
  /** @type {() => void} */
  #resolve = () => {};

  /** @param {string} data */
  event(data) {
    this.characters += data.length;
    // A character of it, which no engine can know without having made the string.
    this.checksum = (this.checksum + data.charCodeAt(data.length - 1)) | 0;
    if (++this.events >= this.#wantedEvents) this.#resolve();
  }

  /** @param {Uint8Array} chunk */
  chunk(chunk) {
    this.bytes += chunk.length;
    if (this.bytes >= this.#wantedBytes) this.#resolve();
  }

  /**
   * @param {Amount} amount from the beginning
   * @param {number} milliseconds to wait at most
   * @returns {Promise<void>} rejects when it takes longer
   */
  async reach({ events, bytes }, milliseconds) {
    if (this.events >= events || this.bytes >= bytes) return;
    this.#wantedEvents = events;
    this.#wantedBytes = bytes;
    let timer;
    await new Promise((resolve, reject) => {
      this.#resolve = () => resolve(undefined);
      timer = setTimeout(() => {
        const came = this.bytes > 0 ? `${this.bytes} of ${bytes} bytes` : `${this.events} of ${events} events`;
        reject(new Error(`got ${came} within ${milliseconds / 1000} s`));
      }, milliseconds);
    });
    clearTimeout(timer);
  }

  /**
   * @param {Amount & { characters: number }} expected
   * @throws Error when something else has come
   */
  check({ events, bytes, characters }) {
    if (this.bytes === bytes && this.events === 0) return;
    if (this.events !== events || this.characters !== characters) {
      throw new Error(`got ${this.events} of ${events} events, ${this.characters} of ${characters} characters`);
    }
  }
}
