import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  readonly server: Server;
  readonly origin: string;
  close(): Promise<void>;
}

/** A server that answers each request by the function. */
export async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Loopback> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const eventStream = { 'content-type': 'text/event-stream' } as const;

/** The data of all events. */
export async function dataOf<T>(events: AsyncIterable<{ readonly data: T }>): Promise<T[]> {
  const data: T[] = [];
  for await (const event of events) data.push(event.data);
  return data;
}
