import assert from 'node:assert/strict';
import { createClient, InvalidOptionError } from 'eventsource-wasm';
import { at } from '../../support/expect.js';
import { end, stream } from '../../support/server_script.js';
import { dataOf, numbered, Signal, sourceTests } from '../create_event_source/source_test.js';

const test = sourceTests();

test('a stream has the options of its client, and its own go before them', async ({ server }) => {
  const scripted = await server.repeat(stream(numbered(1), end));
  const client = createClient({ headers: { a: '1', b: '1' }, finishOn: 'end', method: 'PUT', body: 'x' });
  await dataOf(client.open(scripted.url));
  await dataOf(client.open({ url: scripted.url, headers: { B: '2' }, method: 'POST', body: undefined }));
  const requests = await scripted.requests(2);
  const seen = requests.map(({ method, headers, body }) => [method, headers['a'], headers['b'], body]);
  assert.deepEqual(seen, [
    ['PUT', '1', '1', 'x'],
    ['POST', '1', '2', 'x'],
  ]);
});

test('headers are put together also where functions make them', async ({ server }) => {
  const scripted = await server.script(stream(numbered(1), end), stream(numbered(1, 2), end));
  const reconnect = { reconnectionTime: 0, backoff: 0 };
  const client = createClient({ headers: ({ attempt }) => ({ a: String(attempt), b: '1' }), reconnect });
  const source = client.open({ url: scripted.url, headers: () => Promise.resolve({ b: '2' }) });
  assert.deepEqual(await dataOf(source, 2), ['1', '2']);
  const requests = await scripted.requests(2);
  assert.deepEqual(
    requests.map(({ headers }) => [headers['a'], headers['b']]),
    [
      ['1', '2'],
      ['2', '2'],
    ],
  );
});

test('one part of an object of options leaves the others as the client has them', async ({ server }) => {
  const scripted = await server.repeat({ status: 503, steps: [end] });
  const client = createClient({ reconnect: { reconnectionTime: 0, maxAttempts: 2 } });
  const source = client.open({ url: scripted.url, reconnect: { backoff: 0 } });
  assert.equal((await source.closed)?.code, 'ERR_SSE_GAVE_UP');
  assert.equal((await scripted.requests()).length, 2);
});

test('addresses are resolved against baseUrl, also where a function makes them', async ({ server }) => {
  const scripted = await server.repeat(stream(numbered(1), end));
  const { pathname, origin } = new URL(scripted.url);
  const client = createClient({ baseUrl: origin, finishOn: 'end' });
  const source = client.open(pathname);
  assert.equal(source.url, scripted.url);
  assert.deepEqual(await dataOf(source), ['1']);
  assert.deepEqual(await dataOf(client.open({ url: () => pathname })), ['1']);
  assert.throws(
    () => createClient({ baseUrl: '/api' }),
    (error) => error instanceof InvalidOptionError && error.option === 'baseUrl',
  );
});

test('streams are those that live; close ends all of them, and opens no more', async ({ server }) => {
  const [one, other] = [await server.script(stream(numbered(1))), await server.repeat(stream(numbered(1)))];
  const client = createClient();
  const first = client.open(one.url);
  const second = client.open(other.url);
  await Promise.all([dataOf(first, 1), second[Symbol.asyncIterator]().next()]);
  assert.deepEqual([...client.streams], [second]);
  second.close();
  assert.equal(client.streams.size, 0);
  second.connect();
  assert.deepEqual([...client.streams], [second]);
  const waiting = second[Symbol.asyncIterator]().next();
  await waiting;
  client.close();
  assert.equal(second.readyState, 'closed');
  assert.equal(client.streams.size, 0);
  await other.gone(1);
  assert.throws(() => client.open(one.url), InvalidOptionError);
});

test('the signals of the client and of the stream both end it', async ({ server }) => {
  const scripted = await server.repeat(stream(numbered(1)));
  const [common, own] = [new AbortController(), new AbortController()];
  const client = createClient({ signal: common.signal });
  const sources = [client.open({ url: scripted.url, signal: own.signal }), client.open(scripted.url)];
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  await Promise.all(iterators.map((iterator) => iterator.next()));
  own.abort(new Error('own'));
  await assert.rejects(at(iterators, 0).next(), { message: 'own' });
  assert.equal(at(sources, 1).readyState, 'open');
  common.abort(new Error('common'));
  await assert.rejects(at(iterators, 1).next(), { message: 'common' });
  await scripted.idle();
});

test('leaving the scope of await using ends every stream', async ({ server }) => {
  const scripted = await server.repeat(stream(numbered(1)));
  const client = createClient();
  const heard = new Signal();
  client.open(scripted.url).onAny(() => {
    heard.fire();
  });
  await heard.promise;
  await client[Symbol.asyncDispose]();
  await scripted.idle();
});
