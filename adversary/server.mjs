// The adversary's side of the wire: plain HTTP on loopback, with an account of what came.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

/** A pause that keeps two writes from reaching the client as one chunk. */
const apart = 25;

export class Exchange {
  #request;
  #response;

  constructor(index, origin, request, response) {
    this.index = index;
    this.origin = origin;
    this.at = performance.now();
    this.path = request.url;
    this.method = request.method;
    this.headers = request.headers;
    this.isOpen = true;
    this.bytes = 0;
    this.#request = request;
    this.#response = response;
    response.on('close', () => {
      this.isOpen = false;
    });
  }

  head(status = 200, headers = {}) {
    this.#response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
    this.#response.flushHeaders();
  }

  /** An event stream: strings are chunks, numbers pauses in milliseconds. */
  async stream(...steps) {
    this.head();
    for (const step of steps) {
      if (typeof step === 'number') {
        await delay(step);
      } else {
        await this.write(Buffer.from(step));
        await delay(apart);
      }
    }
  }

  /** Resolves when the system has taken the chunk; false when the client has gone. */
  write(chunk) {
    if (!this.isOpen) return Promise.resolve(false);
    return new Promise((resolve) => {
      const gone = () => resolve(false);
      this.#response.once('close', gone);
      this.#response.write(chunk, () => {
        this.#response.off('close', gone);
        this.bytes += chunk.length;
        resolve(this.isOpen);
      });
    });
  }

  answer(status, headers = {}) {
    this.#response.writeHead(status, headers).end();
  }

  end() {
    this.#response.end();
  }

  drop() {
    this.#request.socket.destroy();
  }
}

/**
 * Two servers, for two origins, that give every exchange to `serve`.
 *
 * @param {(exchange: Exchange) => unknown} serve
 * @param {{ key: string, cert: string }} [secure]
 */
export async function startServer(serve, secure) {
  const exchanges = [];
  const listen = async () => {
    const handle = (request, response) => {
      request.resume();
      const exchange = new Exchange(exchanges.length, origin, request, response);
      exchanges.push(exchange);
      void Promise.resolve(serve(exchange)).catch(() => exchange.drop());
    };
    // Clients that send what is no field value should be seen doing so.
    const server =
      secure === undefined
        ? createServer({ insecureHTTPParser: true, noDelay: true }, handle)
        : createSecureServer(secure, handle);
    server.on('clientError', (_, socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `${secure === undefined ? 'http' : 'https'}://127.0.0.1:${server.address().port}`;
    return { server, origin };
  };
  const both = [await listen(), await listen()];
  return {
    exchanges,
    origin: both[0].origin,
    otherOrigin: both[1].origin,
    close() {
      for (const { server } of both) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
