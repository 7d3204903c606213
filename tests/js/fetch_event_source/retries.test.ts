import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { ConnectionError } from 'eventsource-wasm';
import type { FetchEventSourceInit } from 'eventsource-wasm/fetch-event-source';
import { destroy, end, stream } from '../../support/server_script.js';
import { fetchTests } from './fetched.js';

const test = fetchTests();
const again = new Error('Again');
const post: FetchEventSourceInit = { method: 'POST', body: 'question' };

function throwAgain(): never {
  throw again;
}

describe('the end of a stream, in fetchEventSource', () => {
  test('fulfils the promise, and is followed by no request', async ({ server, fetch }) => {
    const target = await server.repeat(stream('data: 1\n\n', end));
    const fetched = fetch(target.url, { onerror: () => 0 });
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
    assert.equal((await target.requests()).length, 1);
  });

  test('is one that finishOn names, too', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('data: 1\n\ndata: [DONE]\n\ndata: 2\n\n'));
    const fetched = fetch(target.url, { finishOn: { data: '[DONE]' } });
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
    clock.advance(250);
    await target.gone();
  });

  test('is none when onclose throws: onerror names the delay', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('id: 1\ndata: 1\n\n', end), stream('data: 2\n\n', end));
    let closes = 0;
    const fetched = fetch(target.url, {
      onclose: () => {
        if (++closes === 1) throw again;
      },
      onerror: () => 1234,
    });
    await clock.hasTimer(1234);
    clock.advance(1234);
    await fetched.fulfilment();
    assert.deepEqual(fetched.errors, [again]);
    assert.deepEqual(fetched.calls, ['message 1', 'close', 'error Again', 'message 2', 'close']);
    assert.equal((await target.requests())[1]?.headers['last-event-id'], '1');
  });

  test('is none when onclose throws and there is no onerror', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('retry: 300\ndata: 1\n\n', end));
    const fetched = fetch(target.url, { onclose: throwAgain });
    await clock.hasTimer(300);
    clock.advance(300);
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
  });

  test('rejects the promise when the promise of onclose is rejected', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    assert.equal(await fetch(target.url, { onclose: () => Promise.reject(again) }).rejection(), again);
  });
});

describe('a lost connection, in fetchEventSource', () => {
  test('is made again after a second, without onerror', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('data: 1\n\n', { pause: 20 }, destroy), stream('data: 2\n\n', end));
    const fetched = fetch(target.url);
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'message 2', 'close']);
  });

  test('ends everything when onerror throws', async ({ server, fetch }) => {
    const target = await server.repeat({ instead: 'drop' });
    const fetched = fetch(target.url, { onerror: throwAgain });
    assert.equal(await fetched.rejection(), again);
    assert.equal((await target.requests()).length, 1);
    const [error] = fetched.errors;
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.code, 'ERR_SSE_NETWORK');
  });

  test('ends everything when the promise of onerror is rejected', async ({ server, fetch }) => {
    const target = await server.repeat({ instead: 'drop' });
    assert.equal(await fetch(target.url, { onerror: () => Promise.reject(again) }).rejection(), again);
    assert.equal((await target.requests()).length, 1);
  });

  test('is made again when onerror only looks, whatever the failure', async ({ server, fetch, clock }) => {
    const target = await server.script({ status: 404, steps: [end] }, stream('data: 1\n\n', end));
    const fetched = fetch(target.url, { onerror: () => null });
    await fetched.called(1);
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    assert.deepEqual(fetched.messages.length, 1);
  });

  test('is made again as often as reconnect allows', async ({ server, fetch, clock }) => {
    const target = await server.repeat({ instead: 'drop' });
    const fetched = fetch(target.url, { onerror: () => 5, reconnect: { maxAttempts: 2 } });
    await clock.hasTimer(5);
    clock.advance(5);
    const error = await fetched.rejection();
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.code, 'ERR_SSE_GAVE_UP');
    assert.equal(fetched.errors.length, 2);
  });

  test('is made again only when reconnect.when says so, if onerror leaves it open', async ({ server, fetch }) => {
    const target = await server.repeat({ instead: 'drop' });
    const fetched = fetch(target.url, { onerror: () => undefined, reconnect: { when: () => false } });
    assert.equal(await fetched.rejection(), fetched.errors[0]);
    assert.equal((await target.requests()).length, 1);
  });
});

describe('a POST, in fetchEventSource', () => {
  test('is not sent again when the connection is lost', async ({ server, fetch }) => {
    const target = await server.repeat(stream('data: 1\n\n', { pause: 20 }, destroy));
    const fetched = fetch(target.url, { ...post, onerror: () => undefined });
    assert.equal(await fetched.rejection(), fetched.errors[0]);
    assert.equal((await target.requests()).length, 1);
  });

  test('is not sent again when the stream ends and onclose throws', async ({ server, fetch }) => {
    const target = await server.repeat(stream('data: 1\n\n', end));
    const fetched = fetch(target.url, { ...post, onclose: throwAgain, onerror: () => undefined });
    assert.equal(await fetched.rejection(), again);
    assert.equal((await target.requests()).length, 1);
  });

  test('is sent again when onerror names a delay', async ({ server, fetch, clock }) => {
    const target = await server.script(
      stream('id: 1\ndata: 1\n\n', { pause: 20 }, destroy),
      stream('data: 2\n\n', end),
    );
    const fetched = fetch(target.url, { ...post, onerror: () => 50 });
    await clock.hasTimer(50);
    clock.advance(50);
    await fetched.fulfilment();
    assert.deepEqual(
      (await target.requests()).map(({ method, body }) => [method, body]),
      [
        ['POST', 'question'],
        ['POST', 'question'],
      ],
    );
  });

  test('is sent again with replay: true', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('data: 1\n\n', { pause: 20 }, destroy), stream('data: 2\n\n', end));
    const fetched = fetch(target.url, { ...post, replay: true });
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    assert.equal((await target.requests()).length, 2);
  });

  test('is never sent again with replay: false', async ({ server, fetch }) => {
    const target = await server.repeat(stream('data: 1\n\n', { pause: 20 }, destroy));
    const fetched = fetch(target.url, { ...post, replay: false, onerror: () => 0 });
    assert.equal(await fetched.rejection(), fetched.errors[0]);
    assert.equal((await target.requests()).length, 1);
  });

  test('is resumed by GET with replay: resume-by-get', async ({ server, fetch, clock }) => {
    const target = await server.script(
      stream('id: 1\ndata: 1\n\n', { pause: 20 }, destroy),
      stream('data: 2\n\n', end),
    );
    const fetched = fetch(target.url, { ...post, replay: 'resume-by-get', onerror: () => undefined });
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    const [, second] = await target.requests();
    assert.deepEqual([second?.method, second?.body, second?.headers['last-event-id']], ['GET', '', '1']);
  });

  test('is sent again if it never reached a server', async ({ server, fetch, clock }) => {
    const target = await server.script(stream('data: 1\n\n', end));
    let isFirst = true;
    const fetched = fetch(target.url, {
      ...post,
      fetch: (url, init) => {
        if (!isFirst) return globalThis.fetch(url, init);
        isFirst = false;
        return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
      },
    });
    await clock.hasTimer(1000);
    clock.advance(1000);
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
  });
});
