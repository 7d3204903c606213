import assert from 'node:assert/strict';
import { MemoryStore } from 'eventsource-wasm';
import { end, stream } from '../../support/server_script.js';
import { dataOf, Log, numbered, Signal, sourceTests } from './source_test.js';

const test = sourceTests();

test('callbacks tell of the connection in their order', async (context) => {
  const { url } = await context.server.script(stream(': hello\n', numbered(1), end), stream(numbered(1, 2), end));
  const log = new Log<string>();
  const source = context.open(url, {
    onConnect: ({ response, attempt }) => {
      log.add(`connect ${response.status} ${attempt} ${source.readyState}`);
    },
    onComment: (text) => {
      log.add(`comment ${text}`);
    },
    onMessage: ({ data }) => {
      log.add(`message ${data}`);
    },
    onDisconnect: ({ error }) => {
      log.add(`disconnect ${String(error?.code)}`);
    },
    onError: ({ code, delay }) => {
      log.add(`error ${code} ${String(delay)}`);
    },
    onScheduleReconnect: ({ delay, attempt }) => {
      log.add(`reconnect ${delay} ${attempt} ${source.readyState}`);
    },
  });
  await log.of(8);
  await source.closed;
  assert.deepEqual(log.entries, [
    'connect 200 1 open',
    'comment hello',
    'message 1',
    'disconnect ERR_SSE_STREAM_ENDED',
    'error ERR_SSE_STREAM_ENDED 1',
    'reconnect 1 1 connecting',
    'connect 200 2 open',
    'message 2',
    'disconnect ERR_SSE_STREAM_ENDED',
    'error ERR_SSE_STREAM_ENDED 1',
    'reconnect 1 2 connecting',
    'error ERR_SSE_NO_CONTENT undefined',
  ]);
});

test('connect in onStateChange begins anew, and who closes is not told that the connection is no more', async (context) => {
  const scripted = await context.server.script(stream(numbered(1)), stream(numbered(1, 2)));
  const log = new Log<unknown>();
  let isAgain = false;
  const source = context.open(scripted.url, {
    onDisconnect: () => {
      log.add('disconnected');
    },
    onStateChange: ({ to }) => {
      if (to !== 'closed' || isAgain) return;
      isAgain = true;
      source.connect();
    },
  });
  source.onAny(({ data }) => {
    log.add(data);
  });
  await log.of(1);
  const { closed } = source;
  source.close();
  assert.equal(await closed, undefined);
  assert.notEqual(source.readyState, 'closed');
  const iterator = source[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value?.data, '2');
  assert.deepEqual(log.entries, ['1', '2']);
});

test('restart asks again at once', async (context) => {
  const scripted = await context.server.script(stream(numbered(1)), stream(numbered(1, 2), end));
  const log = new Log<unknown>();
  const source = context.open(scripted.url, { method: 'POST', body: 'x', finishOn: 'end' });
  source.onAny(({ data }) => {
    log.add(data);
  });
  await log.of(1);
  source.restart();
  await source.closed;
  assert.deepEqual(log.entries, ['1', '2']);
  const second = (await scripted.requests(2))[1];
  assert.deepEqual([second?.method, second?.headers['last-event-id']], ['POST', '1']);
});

test('a store gets an ID when its event was handled, and none behind a failure until commit', async (context) => {
  const { url } = await context.server.script(stream(numbered(4), { wait: true }, numbered(1, 5)));
  const stored = new Log<string>();
  const store = {
    get: () => undefined,
    set: (_key: string, id: string) => {
      stored.add(id);
    },
  };
  const heard = new Log<string>();
  const failures = new Log<unknown>();
  const source = context.open(url, {
    store,
    onHandlerError: (error) => {
      failures.add(error);
    },
  });
  source.onAny(async ({ data }) => {
    await Promise.resolve();
    heard.add(data);
    if (data === '3') throw new Error('no');
  });
  await heard.of(4);
  assert.equal(failures.entries.length, 1);
  await new Promise(setImmediate);
  assert.deepEqual(stored.entries, ['1', '2']);
  source.commit('4');
  assert.deepEqual(await stored.of(3), ['1', '2', '4']);
});

test('an event is done when its handlers and all loops are done with it', async (context) => {
  const { url } = await context.server.script(stream(numbered(3)));
  const stored: string[] = [];
  const store = {
    get: () => undefined,
    set: (_key: string, id: string) => {
      stored.push(id);
    },
  };
  const source = context.open(url, { store });
  const [one, other] = [source[Symbol.asyncIterator](), source[Symbol.asyncIterator]()];
  await one.next();
  await one.next();
  await one.next();
  await new Promise(setImmediate);
  assert.deepEqual(stored, []);
  await other.next();
  await other.next();
  await new Promise(setImmediate);
  assert.deepEqual(stored, ['1']);
  const third = await other.next();
  assert.ok(third.done !== true);
  source.commit(third.value);
  await new Promise(setImmediate);
  assert.deepEqual(stored.slice(-1), ['3']);
});

test('after a restart the event that failed comes again', async (context) => {
  const scripted = await context.server.script(stream(numbered(3)), stream(numbered(2, 2), end));
  const store = new MemoryStore();
  const log = new Log<string>();
  let isRepeated = false;
  const source = context.open(scripted.url, {
    store,
    storeKey: 'feed',
    finishOn: 'end',
    onHandlerError: () => undefined,
  });
  source.onAny(({ data }) => {
    log.add(data);
    if (data === '2' && !isRepeated) throw new Error('no');
  });
  await log.of(3);
  isRepeated = true;
  source.restart();
  await source.closed;
  await new Promise(setImmediate);
  assert.deepEqual(log.entries, ['1', '2', '3', '2', '3']);
  const [, second] = await scripted.requests(2);
  assert.equal(second?.headers['last-event-id'], '1');
  assert.equal(store.get('feed'), '3');
});

test('the event of a break is not stored: it comes again in the next program', async (context) => {
  const scripted = await context.server.script(stream(numbered(3)), stream(numbered(1, 2), end));
  const store = new MemoryStore();
  assert.deepEqual(await dataOf(context.open(scripted.url, { store }), 2), ['1', '2']);
  assert.deepEqual(await dataOf(context.open(scripted.url, { store, finishOn: 'end' })), ['2']);
  const [, second] = await scripted.requests(2);
  assert.equal(second?.headers['last-event-id'], '1');
});

test('what a source of a closed connection still does is not stored over what the next one did', async (context) => {
  const { url } = await context.server.script(stream(numbered(1)), stream(numbered(1, 2)));
  const stored = new Log<string>();
  const store = {
    get: () => undefined,
    set: (_key: string, id: string) => {
      stored.add(id);
    },
  };
  const work = new Signal();
  const begun = new Signal();
  const source = context.open(url, { store });
  source.onAny(({ data }) => {
    begun.fire();
    return data === '1' ? work.promise : undefined;
  });
  await begun.promise;
  source.close();
  source.connect();
  work.fire();
  assert.deepEqual(await stored.of(1), ['2']);
});
