const ticksPerSecond = 100;
const tick = Buffer.from('data: {"s":"ACME","p":42.42}\n\n');

/** Many streams that are open at a time. Each gets an event when it joins, and then what the cell asks for. */
export class Gathering {
  /** @type {Set<import('node:http').ServerResponse>} */
  #responses = new Set();
  #first = Buffer.alloc(0);

  /**
   * @param {{ retry: number }} options the reconnection time that every stream is told, in milliseconds
   * @returns {{ first: number, tick: number }} the size in bytes of the first event and of the others
   */
  reset({ retry }) {
    this.#responses.clear();
    this.#first = Buffer.from(`retry: ${retry}\ndata: 0\n\n`);
    return { first: this.#first.length, tick: tick.length };
  }

  /** @param {import('node:http').ServerResponse} response */
  join(response) {
    this.#responses.add(response);
    response.on('close', () => this.#responses.delete(response));
    response.write(this.#first);
  }

  /**
   * An event a second for each stream, at different times within it.
   * @param {{ seconds: number }} duration
   */
  tick({ seconds }) {
    const responses = [...this.#responses];
    let turn = 0;
    const timer = setInterval(() => {
      for (let i = turn % ticksPerSecond; i < responses.length; i += ticksPerSecond) responses[i]?.write(tick);
      if (++turn === seconds * ticksPerSecond) clearInterval(timer);
    }, 1000 / ticksPerSecond);
  }

  /** All connections break off at once. @returns {string} when, in nanoseconds of the clock that processes share */
  drop() {
    const now = process.hrtime.bigint().toString();
    for (const { socket } of this.#responses) socket?.destroy();
    return now;
  }
}
