import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import {
  createEventSource,
  EventSource,
  type EventSourceErrorEvent,
  type EventSourceInit,
  MemoryStore,
  StoreError,
} from 'eventsource-wasm';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { end, stream } from '../../support/server_script.js';

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

/** What comes until the connection fails for good, as the scripted server's 204 makes it; and the errors on the way. */
async function follow(url: string, init: EventSourceInit): Promise<{ data: string[]; errors: string[] }> {
  const source = new EventSource(url, { reconnect: { reconnectionTime: 0 }, ...init });
  const data: string[] = [];
  const errors: string[] = [];
  source.onmessage = (event) => data.push(event.data);
  do {
    const [event] = (await once(source, 'error')) as [EventSourceErrorEvent];
    errors.push(event.code);
  } while (source.readyState !== EventSource.CLOSED);
  return { data, errors };
}

async function requestedIds(target: { requests(): Promise<{ headers: Readonly<Record<string, string>> }[]> }) {
  return (await target.requests()).map(({ headers }) => headers['last-event-id']);
}

describe('a stream with a store', () => {
  test('begins where the one before it stopped', async () => {
    const target = await client.script(
      stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n', end),
      { status: 204, headers: { 'content-type': null }, steps: [end] },
      stream('id: 3\ndata: 3\n\n', end),
    );
    const store = new MemoryStore();
    assert.deepEqual((await follow(target.url, { store })).data, ['1', '2']);
    assert.equal(store.get(target.url), '2');
    assert.deepEqual((await follow(target.url, { store })).data, ['3']);
    assert.deepEqual(await requestedIds(target), [undefined, '2', '2', '3']);
    assert.equal(store.get(target.url), '3');
  });

  test('goes back to the ID that is being written, when it is restarted', async () => {
    const target = await client.script(stream('id: 1\ndata: 1\n\n'), stream('id: 2\ndata: 2\n\n'));
    const store = new MemoryStore();
    const slow = {
      get: (key: string) => store.get(key),
      async set(key: string, lastEventId: string) {
        await target.requests();
        store.set(key, lastEventId);
      },
    };
    const source = createEventSource({ url: target.url, store: slow });
    let heard = 0;
    for await (const { data } of source) {
      heard++;
      assert.equal(data, String(heard));
      if (heard === 2) break;
      source.commit('1');
      source.restart();
    }
    assert.deepEqual(await requestedIds(target), [undefined, '1']);
  });

  test('keeps its ID as storeKey says', async () => {
    const target = await client.script(stream('id: 1\ndata: 1\n\n', end));
    const store = new MemoryStore();
    await follow(target.url, { store, storeKey: 'orders' });
    assert.deepEqual([store.get('orders'), store.get(target.url)], ['1', undefined]);
  });

  test('waits for a store that is slow to say where it stopped', async () => {
    const target = await client.script(stream('data: 1\n\n', end));
    const store = new MemoryStore();
    const asked: string[] = [];
    const slow = {
      async get(key: string): Promise<string> {
        await new Promise(setImmediate);
        asked.push(key);
        return '7';
      },
      set: store.set.bind(store),
    };
    await follow(target.url, { store: slow, initialLastEventId: '5' });
    assert.deepEqual(await requestedIds(target), ['7', '7']);
    assert.deepEqual(asked, [target.url], 'the store is asked once');
  });

  test('begins with initialLastEventId when the store has nothing', async () => {
    const target = await client.script();
    await follow(target.url, { store: new MemoryStore(), initialLastEventId: '5' });
    assert.deepEqual(await requestedIds(target), ['5']);
  });

  test('gives an ID to the store after the listeners have run', async () => {
    const target = await client.script(stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n', end));
    const order: string[] = [];
    const store = { get: () => null, set: (_: string, id: string) => void order.push(`kept ${id}`) };
    const source = new EventSource(target.url, { store, reconnect: { reconnectionTime: 0 } });
    source.onmessage = ({ lastEventId }) => order.push(`heard ${lastEventId}`);
    while (source.readyState !== EventSource.CLOSED) await once(source, 'error');
    assert.deepEqual(order, ['heard 1', 'kept 1', 'heard 2', 'kept 2']);
  });

  test('does not ask the server before the store has answered; when the store fails, it is asked again', async () => {
    const target = await client.script(stream('data: 1\n\n', end));
    let failures = 2;
    const store = {
      get() {
        if (failures-- > 0) throw new DOMException('The page may store nothing', 'SecurityError');
        return '9';
      },
      set: () => undefined,
    };
    const { data, errors } = await follow(target.url, { store });
    assert.deepEqual(data, ['1']);
    assert.deepEqual(errors.slice(0, 2), ['ERR_SSE_STORE', 'ERR_SSE_STORE']);
    assert.deepEqual(await requestedIds(target), ['9', '9']);
  });

  test('goes on when an ID cannot be kept, and says so', async () => {
    const target = await client.script(stream('id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n', end));
    const cause = new DOMException('No room left', 'QuotaExceededError');
    const store = {
      get: () => null,
      set: () => {
        throw cause;
      },
    };
    const source = new EventSource(target.url, { store, reconnect: false });
    const data: string[] = [];
    const errors: unknown[] = [];
    source.onmessage = (event) => data.push(event.data);
    source.onerror = ({ error }) => errors.push(error);
    while (source.readyState !== EventSource.CLOSED) await once(source, 'error');
    assert.deepEqual(data, ['1', '2']);
    const failures = errors.filter((error) => error instanceof StoreError);
    assert.deepEqual(
      failures.map(({ operation, key, cause: reason }) => [operation, key, reason]),
      [
        ['set', target.url, cause],
        ['set', target.url, cause],
      ],
    );
  });
});
