import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { destroy, stream } from '../../support/server_script.js';
import { fetchTests } from './fetched.js';

const test = fetchTests();

describe('an abort, in fetchEventSource', () => {
  test('beforehand: nothing is asked for', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n'));
    const fetched = fetch(target.url, { signal: AbortSignal.abort(), onerror: () => 0 });
    await fetched.fulfilment();
    assert.deepEqual([fetched.calls, await target.requests()], [[], []]);
  });

  test('of the stream closes the connection', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n'));
    const fetched = fetch(target.url, { onerror: () => 0 });
    await fetched.called(1);
    fetched.abort.abort();
    await fetched.fulfilment();
    await target.gone();
    assert.deepEqual(fetched.calls, ['message 1']);
  });

  test('by the signal of a Request counts as well', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n'));
    const abort = new AbortController();
    const fetched = fetch(new Request(target.url, { signal: abort.signal }), { signal: undefined });
    await fetched.called(1);
    abort.abort();
    await fetched.fulfilment();
    await target.gone();
  });

  test('in onmessage: the rest of the chunk is not delivered', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\ndata: 2\n\n'));
    const abort = new AbortController();
    const fetched = fetch(target.url, {
      signal: abort.signal,
      onmessage: () => {
        abort.abort();
      },
    });
    await fetched.fulfilment();
    await target.gone();
    assert.deepEqual(fetched.calls, ['message 1']);
  });

  test('in onopen: nothing is read', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\n'));
    const abort = new AbortController();
    const fetched = fetch(target.url, {
      signal: abort.signal,
      onopen: () => {
        abort.abort();
      },
    });
    await fetched.fulfilment();
    await target.gone();
    assert.deepEqual(fetched.calls, ['open 200']);
  });

  test('in onerror: there is no other attempt, whatever it returns', async ({ server, fetch, clock }) => {
    const target = await server.repeat(stream('data: 1\n\n', { pause: 20 }, destroy));
    const abort = new AbortController();
    const fetched = fetch(target.url, {
      signal: abort.signal,
      onerror: () => {
        abort.abort();
        return 0;
      },
    });
    await fetched.fulfilment();
    assert.deepEqual(clock.timers, []);
    assert.equal((await target.requests()).length, 1);
  });

  test('while it waits: there is no other attempt', async ({ server, fetch, clock }) => {
    const target = await server.repeat({ instead: 'drop' });
    const fetched = fetch(target.url, { onerror: () => 60_000 });
    await clock.hasTimer(60_000);
    fetched.abort.abort();
    await fetched.fulfilment();
    assert.deepEqual(clock.timers, []);
  });
});
