// A test service for contract suites of SSE clients: told over HTTP to open streams with this package, it reports what they yield.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Face, Message, OpenStream, StreamParameters } from './streams.js';

export interface Service {
  readonly url: string;
  /** Settled when the service has been told to stop. */
  readonly stopped: Promise<void>;
}

interface Command {
  readonly command: string;
  readonly listen?: { readonly type: string };
}

interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly body?: unknown;
}

/** Serves on loopback; port 0 takes a free one. */
export async function startService(face: Face, port: number): Promise<Service> {
  const streams = new Map<string, OpenStream>();
  let count = 0;

  function create(parameters: StreamParameters): Reply {
    count += 1;
    const location = `/streams/${count}`;
    streams.set(location, face.open(parameters, reporterTo(parameters.callbackUrl)));
    return { status: 201, location };
  }

  function stop(): Reply {
    for (const stream of streams.values()) stream.close();
    streams.clear();
    server.close();
    return { status: 204 };
  }

  async function toService(request: IncomingMessage): Promise<Reply> {
    if (request.method === 'GET')
      return { status: 200, body: { name: 'eventsource-wasm', capabilities: face.capabilities } };
    if (request.method === 'POST') return create((await json(request)) as StreamParameters);
    return request.method === 'DELETE' ? stop() : { status: 405 };
  }

  async function toStream(request: IncomingMessage, path: string): Promise<Reply> {
    const stream = streams.get(path);
    if (stream === undefined) return { status: 404 };
    if (request.method === 'POST') return { status: obey(stream, (await json(request)) as Command) ? 202 : 400 };
    if (request.method !== 'DELETE') return { status: 405 };
    stream.close();
    streams.delete(path);
    return { status: 204 };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/' } = request;
    let reply: Reply;
    try {
      reply = await (url === '/' ? toService(request) : toStream(request, url));
    } catch (error) {
      reply = { status: 400, body: { error: String(error) } };
    }
    if (reply.location !== undefined) response.setHeader('Location', reply.location);
    // So that no idle connection keeps a service up that has been told to stop.
    response.setHeader('Connection', 'close');
    response.writeHead(reply.status).end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stopped = once(server, 'close').then(() => undefined);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stopped };
}

async function json(request: IncomingMessage): Promise<unknown> {
  return JSON.parse(await text(request));
}

function obey(stream: OpenStream, { command, listen }: Command): boolean {
  if (command === 'restart') stream.restart();
  else if (command === 'listen' && listen !== undefined) stream.listen(listen.type);
  else return false;
  return true;
}

/** Numbers the messages of one stream from 1 on: the suite sorts them by that. */
function reporterTo(callbackUrl: string): (message: Message) => void {
  let count = 0;
  return (message) => {
    count += 1;
    void post(`${callbackUrl}/${count}`, message);
  };
}

async function post(url: string, message: Message): Promise<void> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
    await response.arrayBuffer();
  } catch {
    // A test that is over listens no more.
  }
}
