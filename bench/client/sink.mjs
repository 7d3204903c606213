/** Where a subject's events go: counts them, and says when all have come. */
export class Sink {
  events = 0;
  characters = 0;
  bytes = 0;
  checksum = 0;
  /** Milliseconds until a stream that was lost is asked for again, for who cannot read it from the stream. */
  retry = 100;
  /** @type {(finished: void) => void} */
  #finish = () => {};
  #wantedEvents;
  #wantedBytes;
  finished = new Promise((resolve) => (this.#finish = resolve));

  /** @param {{ events: number, bytes: number }} wanted `bytes` is what counts for the floor, which knows of no events */
  constructor({ events, bytes }) {
    this.#wantedEvents = events;
    this.#wantedBytes = bytes;
  }

  /** @param {string} data */
  event(data) {
    this.characters += data.length;
    // A character of it, which no engine can know without having made the string.
    this.checksum = (this.checksum + data.charCodeAt(data.length - 1)) | 0;
    if (++this.events === this.#wantedEvents) this.#finish();
  }

  /** @param {Uint8Array} chunk */
  chunk(chunk) {
    this.bytes += chunk.length;
    if (this.bytes >= this.#wantedBytes) this.#finish();
  }
}
