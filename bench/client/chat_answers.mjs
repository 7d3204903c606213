const tokens = 20;
/** Milliseconds from token to token, and from the last to the end of the answer. */
const interval = 1;

/** Answers of a few tokens, and the connections over which they were asked for. */
export class ChatAnswers {
  /** @type {Set<unknown>} */
  #sockets = new Set();
  tokens = tokens;

  /** @returns {number} since it was asked last */
  takeConnections() {
    const { size } = this.#sockets;
    this.#sockets.clear();
    return size;
  }

  /** @param {import('node:http').ServerResponse} response */
  send(response) {
    this.#sockets.add(response.socket);
    let token = 0;
    const timer = setInterval(() => {
      if (token < tokens) response.write(`data: {"choices":[{"index":0,"delta":{"content":" token ${token}"}}]}\n\n`);
      else if (token === tokens) response.write('data: [DONE]\n\n');
      else response.end();
      token++;
    }, interval);
    response.on('close', () => clearInterval(timer));
  }
}
