import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Control } from './server_control.js';

export interface TestServer {
  readonly origin: string;
  /** The same streams, for a client another origin. */
  readonly otherOrigin: string;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Answers what the server itself does not, and says whether it did. */
  readonly handle?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /** Milliseconds after which the server is gone, whatever its clients do. */
  readonly lifetime?: number;
}

/** A server on loopback that does what scripts say, for suites that reach it over HTTP alone. */
export async function startServer({ handle, lifetime = 170_000 }: TestServerOptions = {}): Promise<TestServer> {
  const control = new Control();
  const listen = async (): Promise<{ server: Server; origin: string }> => {
    let origin = '';
    const server = createServer((request, response) => {
      void answer(request, response, origin);
    });
    // Node's `fetch` derives a timer from it, which must not be as long as one that cases look for.
    server.keepAliveTimeout = 61_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { server, origin };
  };

  async function answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    try {
      if (await control.handle(request, response, origin)) return;
      if (handle !== undefined && (await handle(request, response))) return;
      response.writeHead(404).end();
    } catch {
      // The client went away while its request was being read, or asked for what cannot be had.
      response.destroy();
    }
  }

  const first = await listen();
  const second = await listen();
  control.origins = [first.origin, second.origin];

  const close = async (): Promise<void> => {
    clearTimeout(deadline);
    await Promise.all(
      [first, second].map(async ({ server }) => {
        if (!server.listening) return;
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }),
    );
  };
  const deadline = setTimeout(() => void close(), lifetime);
  deadline.unref();
  return { origin: first.origin, otherOrigin: second.origin, close };
}
