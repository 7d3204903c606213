import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { asyncDispose } from '../faces/async_dispose.js';
import { RequestLog } from './request_log.js';
import { replyTo, type Script, type ScriptedRequest } from './script.js';
import { play } from './server_player.js';

/** A real server that plays a script; for Node, Deno and Bun. */
export class TestServer {
  /** Where it is, on the loopback interface; every path is the stream. The port of another server is another origin. */
  readonly url: string;
  readonly #server: Server;
  readonly #log = new RequestLog();
  readonly #closed: Promise<void>;
  readonly #deadline: ReturnType<typeof setTimeout>;
  readonly #script: Script;

  private constructor(script: Script, lifetime: number, server: Server) {
    this.url = `http://127.0.0.1:${server.address().port}/`;
    this.#script = script;
    this.#server = server;
    this.#closed = new Promise((resolve) => {
      server.once('close', resolve);
    });
    this.#deadline = setTimeout(() => void this.close(), lifetime);
  }

  /** What `startTestServer` does. */
  static async start(script: Script, lifetime: number): Promise<TestServer> {
    const server = createServer((message, response) => {
      void started.#answer(message, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
      server.listen(0, '127.0.0.1');
    });
    const started = new TestServer(script, lifetime, server);
    return started;
  }

  /** The requests that came. */
  get requests(): readonly ScriptedRequest[] {
    return this.#log.requests;
  }

  /** How many of them are being answered still. */
  get openCount(): number {
    return this.#log.openCount;
  }

  /** Resolves with the requests when at least so many have come. */
  requested(count: number): Promise<readonly ScriptedRequest[]> {
    return this.#log.requested(count);
  }

  /** Resolves when none is being answered: all answers have ended, or their clients have gone. */
  idle(): Promise<void> {
    return this.#log.idle();
  }

  /** Breaks off every connection; the server stays. */
  dropAll(): void {
    this.#server.closeAllConnections();
  }

  /** Breaks off every connection and closes. Resolves when the port is free. */
  async close(): Promise<void> {
    clearTimeout(this.#deadline);
    if (!this.#server.listening) return this.#closed;
    this.#server.close();
    this.#server.closeAllConnections();
    return this.#closed;
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another origin asks first whether it may ask.
    if (message.method === 'OPTIONS') {
      response.writeHead(204, corsFields(message)).end();
      return;
    }
    const index = this.#log.begin();
    response.once('close', () => {
      this.#log.ended();
    });
    try {
      const request = await toRequest(index, message, this.url);
      this.#log.add(request);
      await play(await replyTo(this.#script, request), message, response, corsFields(message));
    } catch (error) {
      // The client went away, or a function of the script threw, which the test should see.
      if (response.headersSent || response.destroyed) message.socket.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`The script threw: ${String(error)}`);
    }
  }
}

async function toRequest(index: number, message: IncomingMessage, base: string): Promise<ScriptedRequest> {
  const { method, rawHeaders } = message;
  const headers = new Headers();
  for (let place = 0; place < rawHeaders.length; place += 2) {
    headers.append(rawHeaders[place] ?? '', rawHeaders[place + 1] ?? '');
  }
  const decoder = new TextDecoder();
  let body = '';
  for await (const chunk of message) body += decoder.decode(chunk, { stream: true });
  return { index, url: new URL(message.url, base).href, method, headers, body: body + decoder.decode() };
}

/** Pages of any origin are let in, with credentials too. */
function corsFields({ headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': headers['access-control-request-method'] ?? 'GET',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    vary: 'origin',
  };
}
