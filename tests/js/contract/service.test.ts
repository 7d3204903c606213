// That the service for foreign contract suites does what they ask, with every face.
import assert from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { startService } from '../../contract/service.js';
import { faces, type Message } from '../../contract/streams.js';

interface Connection {
  readonly request: IncomingMessage;
  readonly body: string;
  readonly response: ServerResponse;
}

interface Callback {
  readonly number: number;
  readonly message: Message;
}

/** The part of the suite: the server of the stream, and the one that is reported to. */
const suite = new EventEmitter();
let server: Server;
let origin = '';

before(async () => {
  server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => {
  server.close();
  server.closeAllConnections();
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const [, place, number] = (request.url ?? '').split('/');
  if (place === 'callback') {
    response.end();
    suite.emit('callback', { number: Number(number), message: JSON.parse(body) as Message } satisfies Callback);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
  suite.emit('connection', { request, body, response } satisfies Connection);
}

async function nextConnection(): Promise<Connection> {
  const [connection] = (await once(suite, 'connection')) as [Connection];
  return connection;
}

/** The messages in the order of their numbers, whatever the order they arrived in. */
async function callbacks(count: number): Promise<Message[]> {
  const messages: Message[] = [];
  let received = 0;
  for await (const [{ number, message }] of on(suite, 'callback') as AsyncIterable<[Callback]>) {
    messages[number - 1] = message;
    received += 1;
    if (received === count) break;
  }
  return messages;
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

for (const [name, face] of Object.entries(faces)) {
  describe(`the service over ${name}`, () => {
    test('opens, reports, obeys and stops', async () => {
      const service = await startService(face, 0);
      const status = (await (await fetch(service.url)).json()) as { capabilities: string[] };
      assert.deepEqual(status.capabilities, face.capabilities);

      const opening = nextConnection();
      const created = await post(service.url, {
        streamUrl: `${origin}/stream`,
        callbackUrl: `${origin}/callback`,
        initialDelayMs: 0,
        readTimeoutMs: null,
        lastEventId: 'first',
        method: 'REPORT',
        headers: { 'content-type': 'text/x-question' },
        body: 'what?',
      });
      const stream = `${service.url}${created.headers.get('location') ?? ''}`;
      const { request, body, response } = await opening;
      assert.deepEqual([request.method, body], ['REPORT', 'what?']);
      assert.equal(request.headers['content-type'], 'text/x-question');
      assert.equal(request.headers['last-event-id'], 'first');

      const listensByType = face.capabilities.includes('event-type-listeners');
      if (listensByType) await post(stream, { command: 'listen', listen: { type: 'greeting' } });
      const hasComments = face.capabilities.includes('comments');
      const expected: Message[] = [
        { kind: 'event', event: { type: 'greeting', data: 'hello', id: 'second' } },
        { kind: 'event', event: { type: 'message', data: 'world', id: 'second' } },
      ];
      if (hasComments) expected.unshift({ kind: 'comment', comment: 'note' });
      const received = callbacks(expected.length);
      response.write(':note\n\nevent: greeting\nid: second\ndata: hello\n\ndata: world\n\n');
      assert.deepEqual(await received, expected);

      const again = nextConnection();
      if (face.capabilities.includes('restart')) await post(stream, { command: 'restart' });
      else response.end();
      const second = await again;
      assert.equal(second.request.headers['last-event-id'], 'second');

      const gone = once(second.response, 'close');
      assert.equal((await fetch(stream, { method: 'DELETE' })).status, 204);
      await gone;
      assert.equal((await fetch(stream, { method: 'DELETE' })).status, 404);
      assert.equal((await fetch(service.url, { method: 'DELETE' })).status, 204);
      await service.stopped;
    });
  });
}

test('the service refuses what it does not know', async () => {
  const service = await startService(faces['client'] ?? assert.fail(), 0);
  const parameters = { streamUrl: `${origin}/stream`, callbackUrl: `${origin}/callback` };
  assert.equal((await post(service.url, { ...parameters, streamUrl: 'http://' })).status, 400);
  const opening = nextConnection();
  const created = await post(service.url, parameters);
  await opening;
  assert.equal(
    (await post(`${service.url}${created.headers.get('location') ?? ''}`, { command: 'dance' })).status,
    400,
  );
  await fetch(service.url, { method: 'DELETE' });
  await service.stopped;
});
