import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { createEventSource, EventSource, parseEventStream } from 'eventsource-wasm';
import { nodeFetch } from 'eventsource-wasm/node';
import { dataOf, eventStream, listen } from './loopback.js';

const reconnect = { reconnectionTime: 1, backoff: 0 };

test('an event of five megabytes in one chunk comes whole', async () => {
  const data = 'x'.repeat(5 * 1024 * 1024);
  const server = await listen((_, response) => response.writeHead(200, eventStream).end(`data: ${data}\n\n`));
  const source = createEventSource({ url: server.origin, fetch: nodeFetch(), finishOn: 'end' });
  const events = await dataOf(source);
  assert.ok(events.length === 1 && events[0] === data);
  await server.close();
});

test('a connection that is reset is a loss, and the stream goes on from its last event ID', async () => {
  const asked: (string | undefined)[] = [];
  const server = await listen((request, response) => {
    const { 'last-event-id': lastEventId } = request.headers;
    asked.push(lastEventId as string | undefined);
    response.writeHead(200, eventStream);
    if (asked.length > 1) response.end('data: b\n\n');
    else response.write('id: 1\ndata: a\n\ndata: incomplete', () => response.socket?.resetAndDestroy());
  });
  const codes: string[] = [];
  const onError = ({ code }: { code: string }): unknown => codes.push(code);
  const source = createEventSource({ url: server.origin, fetch: nodeFetch(), reconnect, finishOn: 'end', onError });
  const data = await dataOf(source);
  assert.deepEqual([data, codes, asked], [['a', 'b'], ['ERR_SSE_NETWORK'], [undefined, '1']]);
  await server.close();
});

test('a server that cannot be reached is named with the reason', async () => {
  const server = await listen(() => undefined);
  await server.close();
  const source = createEventSource({
    url: server.origin,
    fetch: nodeFetch(),
    reconnect: false,
    onError: () => undefined,
  });
  const error = await source.closed;
  assert.equal(error?.code, 'ERR_SSE_NETWORK');
  assert.match(error.message, /ECONNREFUSED/);
});

test('close() lets the socket go, before the answer and after it', async () => {
  const server = await listen((request, response) => {
    if (request.url === '/answer') response.writeHead(200, eventStream).write('data: 1\n\n');
  });
  for (const path of ['/silence', '/answer']) {
    const gone = new Promise((resolve) => {
      server.server.once('request', (request) => request.socket.once('close', resolve));
    });
    const asked = once(server.server, 'request');
    const source = createEventSource({ url: server.origin + path, fetch: nodeFetch() });
    await asked;
    if (path === '/answer') await source[Symbol.asyncIterator]().next();
    source.close();
    await gone;
  }
  await server.close();
});

test("of an answer that is no stream the error has the body's beginning, and its response is to be read", async () => {
  const server = await listen((_, response) => response.writeHead(404, { 'x-reason': 'none' }).end('not here'));
  const source = createEventSource({ url: server.origin, fetch: nodeFetch(), onError: () => undefined });
  const error = await source.closed;
  assert.ok(error?.code === 'ERR_SSE_STATUS' && 'response' in error && 'body' in error);
  assert.equal(error.body, 'not here');
  const { status, statusText, headers, url } = error.response as Response;
  assert.deepEqual([status, statusText, headers.get('x-reason'), url], [404, 'Not Found', 'none', `${server.origin}/`]);
  await server.close();
});

test('its answers are those of fetch to everybody else', async () => {
  const server = await listen((_, response) => {
    response.writeHead(200, eventStream).write('data: 1\n\n');
    response.end('data: 2\n\n');
  });
  const ask = (): Promise<Response> => nodeFetch()(server.origin, {});
  assert.equal(await (await ask()).text(), 'data: 1\n\ndata: 2\n\n');
  const answer = await ask();
  const copy = answer.clone();
  assert.deepEqual([await dataOf(parseEventStream(answer)), await copy.text()], [['1', '2'], 'data: 1\n\ndata: 2\n\n']);
  await server.close();
});

test('headers stay behind when a redirect leads to another origin, and a POST follows it', async () => {
  const seen: { url: string | undefined; method: string | undefined; headers: IncomingHttpHeaders; body: string }[] =
    [];
  const other = await listen((request, response) => {
    void text(request).then((body) => {
      seen.push({ url: request.url, method: request.method, headers: request.headers, body });
      response.writeHead(200, eventStream).end('data: there\n\n');
    });
  });
  const server = await listen((request, response) => {
    request.resume();
    response.writeHead(307, { location: `${other.origin}/there` }).end();
  });
  const source = createEventSource({
    url: server.origin,
    method: 'POST',
    headers: { 'x-api-key': 'secret', 'content-type': 'text/plain' },
    body: 'asked',
    fetch: nodeFetch(),
    finishOn: 'end',
  });
  assert.deepEqual(await dataOf(source), ['there']);
  const [{ url, method, headers, body }] = seen as [(typeof seen)[0]];
  assert.deepEqual([url, method, body, headers['content-type']], ['/there', 'POST', 'asked', 'text/plain']);
  assert.equal(headers['x-api-key'], undefined);
  await Promise.all([server.close(), other.close()]);
});

test('a body goes out as fetch would send it', async () => {
  const seen: [string | undefined, string][] = [];
  const server = await listen((request, response) => {
    void text(request).then((body) => {
      seen.push([request.headers['content-type'], body]);
      response.writeHead(200, eventStream).end('data: 1\n\n');
    });
  });
  const bodies: BodyInit[] = [
    'text',
    new URLSearchParams({ a: '1' }),
    new Blob(['blob'], { type: 'text/html' }),
    new Blob(['stream']).stream(),
  ];
  for (const body of bodies) {
    const source = createEventSource({ url: server.origin, method: 'POST', body, fetch: nodeFetch(), finishOn: 'end' });
    await dataOf(source);
  }
  assert.deepEqual(seen, [
    ['text/plain;charset=UTF-8', 'text'],
    ['application/x-www-form-urlencoded;charset=UTF-8', 'a=1'],
    ['text/html', 'blob'],
    [undefined, 'stream'],
  ]);
  await server.close();
});

test('what comes before the final answer, and trailers, are passed over', async () => {
  const server = await listen((_, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => {
      response.writeHead(200, { ...eventStream, trailer: 'x-sum' }).write('data: 1\n\n');
      response.addTrailers({ 'x-sum': '1' });
      response.end();
    });
  });
  const source = createEventSource({ url: server.origin, fetch: nodeFetch(), finishOn: 'end' });
  assert.deepEqual(await dataOf(source), ['1']);
  await server.close();
});

test('a data: address is left to the fetch of the platform', async () => {
  const source = new EventSource('data:text/event-stream,data:%201%0A%0A', { fetch: nodeFetch() });
  const [event] = (await once(source, 'message')) as [MessageEvent<string>];
  assert.equal(event.data, '1');
  source.close();
});
