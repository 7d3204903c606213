import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { ResponseError } from 'eventsource-wasm';
import { EventStreamContentType } from 'eventsource-wasm/fetch-event-source';
import { refusal } from '../../support/server_faults.js';
import { end, stream } from '../../support/server_script.js';
import { fetchTests } from './fetched.js';

const test = fetchTests();
const html = { status: 200, headers: { 'content-type': 'text/html' }, steps: [{ write: '<p>' }, end] };

describe('an answer, to fetchEventSource without onopen', () => {
  test('of another type is refused', async ({ server, fetch }) => {
    const target = await server.script(html);
    const fetched = fetch(target.url);
    const error = await fetched.rejection();
    assert.ok(error instanceof ResponseError);
    assert.deepEqual([error.code, error.body, error.attempt], ['ERR_SSE_CONTENT_TYPE', '<p>', 1]);
    assert.deepEqual(fetched.calls, []);
  });

  test('404 is refused, and not asked for again', async ({ server, fetch }) => {
    const target = await server.repeat(refusal(404));
    const error = await fetch(target.url).rejection();
    assert.ok(error instanceof ResponseError);
    assert.deepEqual([error.status, error.body], [404, 'No.']);
    assert.equal((await target.requests()).length, 1);
  });

  test('503 is asked for again, and not before Retry-After', async ({ server, fetch, clock }) => {
    const target = await server.script(refusal(503, { 'retry-after': '7' }), stream('data: 1\n\n', end));
    const fetched = fetch(target.url);
    await clock.hasTimer(7000);
    clock.advance(7000);
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
  });

  test('204 ends everything, and calls nothing back', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    const fetched = fetch(target.url, {
      reconnect: { reconnectionTime: 0, backoff: 0 },
      clock: undefined,
      onopen: () => undefined,
      onclose: () => {
        throw new Error('Again');
      },
      onerror: () => 0,
    });
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['open 200', 'message 1', 'close', 'error Again']);
    assert.equal((await target.requests()).length, 2);
  });
});

describe('onopen of fetchEventSource', () => {
  test('is waited for', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    const order: string[] = [];
    const fetched = fetch(target.url, {
      onopen: async (response) => {
        order.push(response.headers.get('content-type') ?? '');
        await new Promise(setImmediate);
        order.push('opened');
      },
      onmessage: () => order.push('message'),
    });
    await fetched.fulfilment();
    assert.deepEqual(order, [EventStreamContentType, 'opened', 'message']);
  });

  test('may take another type for an event stream', async ({ server, fetch }) => {
    const steps = [{ write: 'data: 1\n\n' }, end];
    const target = await server.script({ status: 202, headers: { 'content-type': 'text/plain' }, steps });
    const fetched = fetch(target.url, { onopen: () => undefined });
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['open 202', 'message 1', 'close']);
  });

  test('that only looks does not make a stream of a failure', async ({ server, fetch }) => {
    const target = await server.script(refusal(404));
    const fetched = fetch(target.url, { onopen: () => undefined });
    const error = await fetched.rejection();
    assert.ok(error instanceof ResponseError);
    assert.deepEqual(fetched.calls, ['open 404']);
  });

  test('throws for a good answer: the promise is rejected with that, and the connection closed', async ({
    server,
    fetch,
  }) => {
    const target = await server.script(stream('data: 1\n\n'));
    const failure = new Error('Not mine');
    const fetched = fetch(target.url, { onopen: () => Promise.reject(failure) });
    assert.equal(await fetched.rejection(), failure);
    assert.deepEqual(fetched.calls, ['open 200']);
    await target.gone();
  });

  test('throws: onerror gets it, and the server is not asked again before Retry-After', async ({
    server,
    fetch,
    clock,
  }) => {
    const target = await server.script(refusal(429, { 'retry-after': '9' }), stream('data: 1\n\n', end));
    const failure = new Error('Too fast');
    const fetched = fetch(target.url, {
      onopen: (response) => {
        if (response.status === 429) throw failure;
      },
      onerror: () => undefined,
    });
    await clock.hasTimer(9000);
    clock.advance(9000);
    await fetched.fulfilment();
    assert.deepEqual(fetched.errors, [failure]);
    assert.deepEqual(fetched.calls, ['open 429', 'error Too fast', 'open 200', 'message 1', 'close']);
  });

  test('may read the body of what it refuses', async ({ server, fetch }) => {
    const target = await server.script(refusal(400, {}, 'Say please.'));
    const fetched = fetch(target.url, {
      onopen: async (response) => {
        throw new Error(await response.text());
      },
      onerror: (error) => {
        throw error;
      },
    });
    assert.match(String(await fetched.rejection()), /Say please\./);
  });
});
