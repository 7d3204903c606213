import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { MemoryStore } from 'eventsource-wasm';
import { end, stream } from '../../support/server_script.js';
import { fetchTests } from './fetched.js';

const test = fetchTests();

describe('messages of fetchEventSource', () => {
  test('have the fields of their own block', async ({ server, fetch }) => {
    const text = 'id: 1\nevent: a\ndata: x\ndata: y\n\ndata:z\n\nretry: 70\nevent: message\ndata\n\ndata: last\n\n';
    const target = await server.script(stream(text, end));
    const fetched = fetch(target.url);
    await fetched.fulfilment();
    assert.deepEqual(fetched.messages, [
      { id: '1', event: 'a', data: 'x\ny', retry: undefined },
      { id: '', event: '', data: 'z', retry: undefined },
      { id: '', event: 'message', data: '', retry: 70 },
      { id: '', event: '', data: 'last', retry: undefined },
    ]);
  });

  test('are none of blocks without data: comments, an ID or a type alone', async ({ server, fetch }) => {
    const target = await server.script(
      stream('\uFEFF: hello\n\nid: 1\n\nevent: ping\n\nretry: 5\n\ndata: 1\n\ndata: cut', end),
    );
    const fetched = fetch(target.url);
    await fetched.fulfilment();
    assert.deepEqual(fetched.calls, ['message 1', 'close']);
  });

  test('wait for the promise of the one before', async ({ server, fetch }) => {
    const target = await server.script(stream('data: 1\n\ndata: 2\n\ndata: 3\n\n', end));
    const order: string[] = [];
    const fetched = fetch(target.url, {
      onmessage: async ({ data }) => {
        order.push(`begin ${data}`);
        await new Promise(setImmediate);
        order.push(`end ${data}`);
      },
    });
    await fetched.fulfilment();
    assert.deepEqual(order, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
    assert.deepEqual(fetched.calls.at(-1), 'close');
  });

  for (const [how, fail] of Object.entries({
    throws: (error: Error) => {
      throw error;
    },
    rejects: (error: Error) => Promise.reject(error),
  })) {
    test(`onmessage ${how}: without onerror the promise is rejected, and the connection closed`, async ({
      server,
      fetch,
    }) => {
      const target = await server.script(stream('data: 1\n\ndata: 2\n\n'));
      const failure = new Error('No good');
      const fetched = fetch(target.url, { onmessage: () => fail(failure) });
      assert.equal(await fetched.rejection(), failure);
      assert.deepEqual(fetched.calls, ['message 1']);
      await target.gone();
      assert.equal((await target.requests()).length, 1);
    });

    test(`onmessage ${how}: onerror gets it, and the stream goes on behind the message`, async ({
      server,
      fetch,
      clock,
    }) => {
      const target = await server.script(stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n'), stream('data: 3\n\n', end));
      const failure = new Error('No good');
      const fetched = fetch(target.url, {
        onmessage: ({ data }) => (data === '1' ? fail(failure) : undefined),
        onerror: () => undefined,
      });
      await clock.hasTimer(1000);
      await target.gone();
      clock.advance(1000);
      await fetched.fulfilment();
      assert.deepEqual(fetched.errors, [failure]);
      assert.deepEqual(fetched.calls, ['message 1', 'error No good', 'message 3', 'close']);
      const [, second] = await target.requests();
      assert.equal(second?.headers['last-event-id'], '1');
    });
  }

  test('a body is cancelled when onmessage throws, although its fetch knows no signal', async ({ fetch }) => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
      },
      cancel() {
        cancelled = true;
      },
    });
    const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const failure = new Error('No good');
    const fetched = fetch('http://a.test/', {
      fetch: () => Promise.resolve(response),
      onmessage: () => {
        throw failure;
      },
    });
    assert.equal(await fetched.rejection(), failure);
    assert.ok(cancelled);
  });

  test('a store gets an ID when onmessage is done with the message', async ({ server, fetch }) => {
    const target = await server.script(stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n', end));
    const store = new MemoryStore();
    const kept: (string | undefined)[] = [];
    const fetched = fetch(target.url, {
      store,
      onmessage: async ({ data }) => {
        await new Promise(setImmediate);
        kept.push(store.get(target.url));
        if (data === '3') throw new Error('No good');
      },
    });
    await fetched.rejection();
    assert.deepEqual(kept, [undefined, '1', '2']);
    assert.equal(store.get(target.url), '2');
  });

  test('a store that fails is told to onerror, and the stream goes on', async ({ server, fetch }) => {
    const target = await server.script(stream('id: 1\ndata: 1\n\ndata: 2\n\n', end));
    const store = { get: () => null, set: () => Promise.reject(new Error('No room')) };
    const fetched = fetch(target.url, { store, onerror: () => undefined });
    await fetched.fulfilment();
    assert.match(String(fetched.errors[0]), /StoreError: .* No room/);
    assert.deepEqual(fetched.messages.length, 2);
  });
});
