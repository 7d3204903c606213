import assert from 'node:assert/strict';
import { describe } from 'node:test';
import * as index from 'eventsource-wasm';
import * as entry from 'eventsource-wasm/fetch-event-source';
import { destroy, end, stream } from '../../support/server_script.js';
import { fetchTests } from './fetched.js';

const test = fetchTests();

describe('the request of fetchEventSource', () => {
  test('is what fetch would make of its arguments', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer t' };
    await fetch(new URL(target.url), { method: 'POST', headers, body: '{}' }).fulfilment();
    const [request] = await target.requests();
    assert.deepEqual([request?.method, request?.body], ['POST', '{}']);
    assert.equal(request?.headers['content-type'], 'application/json');
    assert.equal(request.headers['authorization'], 'Bearer t');
    assert.equal(request.headers['accept'], 'text/event-stream');
    assert.deepEqual(headers, { 'Content-Type': 'application/json', Authorization: 'Bearer t' });
  });

  test('may accept something else', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    await fetch(target.url, { headers: { accept: 'text/event-stream, application/json' } }).fulfilment();
    assert.equal((await target.requests())[0]?.headers['accept'], 'text/event-stream, application/json');
  });

  test('may be a Request, whose body is sent again', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('data: 1\n\n', { pause: 20 }, destroy), stream('data: 2\n\n', end));
    const request = new Request(target.url, { method: 'PUT', body: 'text', headers: { 'x-own': '1' } });
    const fetched = fetch(request);
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    assert.deepEqual(
      (await target.requests()).map(({ method, body, headers }) => [
        method,
        body,
        headers['x-own'],
        headers['content-type'],
      ]),
      Array.from({ length: 2 }, () => ['PUT', 'text', '1', 'text/plain;charset=UTF-8']),
    );
    assert.equal(request.bodyUsed, false);
  });

  test('may be a Request that init changes', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    const request = new Request(target.url, { method: 'PUT', body: 'text', headers: { 'x-own': '1' } });
    await fetch(request, { method: 'POST', body: 'other', headers: { 'x-other': '2' } }).fulfilment();
    const [sent] = await target.requests();
    assert.deepEqual([sent?.method, sent?.body], ['POST', 'other']);
    assert.deepEqual([sent?.headers['x-own'], sent?.headers['x-other']], [undefined, '2']);
  });

  test('may not be a Request that was sent already', async ({ fetch }) => {
    const request = new Request('http://a.test/', { method: 'POST', body: 'text' });
    await request.text();
    assert.ok((await fetch(request).rejection()) instanceof TypeError);
  });

  test('goes to the fetch that is given, with members that only that knows', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    const seen: (string | undefined)[] = [];
    const own: typeof globalThis.fetch = (input, init) => {
      seen.push(init?.priority, init?.method);
      return globalThis.fetch(input, init);
    };
    await fetch(target.url, { fetch: own, priority: 'low' }).fulfilment();
    assert.deepEqual(seen, ['low', 'GET']);
  });

  for (const [what, input, init] of [
    ['an address that is none', 'no address', {}],
    ['an option that cannot work', 'http://a.test/', { method: 'no method' }],
  ] as const) {
    test(`${what} rejects the promise`, async ({ fetch }) => {
      assert.ok((await fetch(input, init).rejection()) instanceof index.InvalidOptionError);
    });
  }

  test('is made by the same function from either entry', () => {
    assert.equal(index.fetchEventSource, entry.fetchEventSource);
    assert.equal(entry.EventStreamContentType, 'text/event-stream');
    return Promise.resolve();
  });
});
