import { EventSource } from 'eventsource-wasm';
import { eventTypes } from './feed_names.js';
import { SequenceCheck } from './sequence_check.js';

/**
 * @typedef {object} ConnectionChange
 * @property {'open' | 'reconnecting' | 'closed'} state
 * @property {string} code  of the error, or empty
 * @property {string} message  of the error, or empty
 * @property {number | undefined} outage  milliseconds without a connection, when it is open again
 * @property {string} lastEventId
 */
/**
 * @typedef {object} FeedListener
 * @property {(type: string, data: unknown) => void} onEvent
 * @property {(change: ConnectionChange) => void} onChange
 */

/** One feed as a client sees it: its events, the state of its connection, and whether all that was sent has come. */
export class FeedWatch {
  check = new SequenceCheck();
  lastEventId = '';
  reconnects = 0;
  #source;
  #listener;
  /** @type {number | undefined} */
  #lostAt;

  /**
   * @param {string | URL} url
   * @param {import('./feed_names.js').FeedName} name
   * @param {FeedListener} listener
   */
  constructor(url, name, listener) {
    this.#listener = listener;
    this.#source = new EventSource(url);
    this.#source.addEventListener('open', () => this.#opened());
    this.#source.addEventListener('error', (event) => this.#failed(event));
    for (const type of eventTypes[name]) {
      this.#source.addEventListener(type, (event) => this.#received(event));
    }
  }

  close() {
    this.#source.close();
  }

  #opened() {
    const outage = this.#lostAt === undefined ? undefined : performance.now() - this.#lostAt;
    if (outage !== undefined) this.reconnects += 1;
    this.#lostAt = undefined;
    this.#tell('open', { outage });
  }

  /** @param {import('eventsource-wasm').EventSourceErrorEvent} event */
  #failed({ code, message }) {
    // A failed attempt to reconnect is an error too, and belongs to the same outage.
    this.#lostAt ??= performance.now();
    this.#tell(this.#source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting', { code, message });
  }

  /** @param {MessageEvent<string>} event */
  #received(event) {
    this.lastEventId = event.lastEventId;
    this.check.take(event.lastEventId);
    this.#listener.onEvent(event.type, JSON.parse(event.data));
  }

  /**
   * @param {ConnectionChange['state']} state
   * @param {Partial<ConnectionChange>} details
   */
  #tell(state, { code = '', message = '', outage }) {
    this.#listener.onChange({ state, code, message, outage, lastEventId: this.lastEventId });
  }
}
