import { createEventBuffer, createSession } from 'better-sse';
import { History } from './history.mjs';

/**
 * @typedef {object} Step  one event of a feed, and how long after the one before it happens
 * @property {number} pause  milliseconds
 * @property {string} type
 * @property {unknown} data
 */
/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

const keptEvents = 4096;

// Short, so that one sees the stream come back. A service would ask for seconds.
const reconnectionTime = 500;

// A client that does not read is cut off here, and resumes from the history when it can.
const maxUnsentBytes = 1024 * 1024;

/** One feed: produces its events whether or not anyone listens, and gives all its clients the same ones. */
export class Feed {
  #history = new History(keptEvents);
  /** @type {Map<Response, import('better-sse').Session>} */
  #clients = new Map();
  #steps;
  #backlog;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {Iterator<Step, never>} steps
   * @param {(history: History) => import('./history.mjs').FeedEvent[]} backlog  what a client without a Last-Event-ID gets to begin with
   */
  constructor(steps, backlog) {
    this.#steps = steps;
    this.#backlog = backlog;
  }

  get lastSequence() {
    return this.#history.lastSequence;
  }

  start() {
    const { pause, type, data } = this.#steps.next().value;
    this.#timer = setTimeout(() => {
      this.#publish(type, data);
      this.start();
    }, pause);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {Request} request
   * @param {Response} response
   */
  async accept(request, response) {
    const lastEventId = request.headers['last-event-id'];
    const resumed = typeof lastEventId === 'string' && /^\d+$/.test(lastEventId) ? Number(lastEventId) : undefined;
    if (resumed !== undefined && resumed > this.lastSequence) {
      // The ID is from an earlier run of this server, whose stream cannot go on: 204 tells an EventSource to stop asking.
      response.writeHead(204).end();
      return;
    }

    // The feeds are never silent for long: no keep-alive comments are needed.
    const session = await createSession(request, response, { retry: reconnectionTime, keepAlive: null });
    if (response.destroyed) return;
    session.once('disconnected', () => this.#clients.delete(response));

    // No await from here on: an event published in between would be lost, or come twice.
    const missed = resumed === undefined ? this.#backlog(this.#history) : this.#history.after(resumed);
    const replay = createEventBuffer();
    for (const event of missed) replay.push(event.data, event.type, String(event.sequence));
    void session.batch(replay);
    this.#clients.set(response, session);
  }

  /**
   * Destroys the connection of every client.
   * @param {boolean} insideEvent  whether each gets the beginning of the next event first: its id, but not its end
   */
  drop(insideEvent) {
    const clients = [...this.#clients.keys()];
    this.#clients.clear();
    for (const response of clients) {
      const { socket } = response;
      if (insideEvent) {
        // A client that took over this id before the event is complete would ask for the one after it, and lose this one.
        response.write(`id:${this.lastSequence + 1}\ndata:{"cut":"in the mid`, () => socket?.destroy());
      } else {
        socket?.destroy();
      }
    }
    return clients.length;
  }

  /**
   * @param {string} type
   * @param {unknown} data
   */
  #publish(type, data) {
    const { sequence } = this.#history.append(type, data);
    for (const [response, session] of this.#clients) {
      session.push(data, type, String(sequence));
      if (response.writableLength > maxUnsentBytes) response.destroy();
    }
  }
}
