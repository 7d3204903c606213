import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createEventSource, EventSourceError } from 'eventsource-wasm';
import { end, stream } from '../../support/server_script.js';
import { dataOf, numbered, Signal, sourceTests } from './source_test.js';

const test = sourceTests();

test('a loop gets the events in order, and ends when the stream is finished', async (context) => {
  const { url } = await context.server.script(stream(numbered(2), numbered(2, 3), end));
  assert.deepEqual(await dataOf(context.open(url, { finishOn: 'end' })), ['1', '2', '3', '4']);
});

test('what comes before the first consumer waits for it', async (context) => {
  const { url } = await context.server.script(stream(numbered(3), end));
  const open = new Signal();
  const source = context.open(url, {
    finishOn: 'end',
    onConnect: () => {
      open.fire();
    },
  });
  await open.promise;
  await new Promise(setImmediate);
  assert.deepEqual(await dataOf(source), ['1', '2', '3']);
});

test('break closes the connection, and connect goes on behind the event of the break', async (context) => {
  const scripted = await context.server.script(stream(numbered(5)), stream(numbered(1, 2), end));
  const source = context.open(scripted.url, { finishOn: 'end' });
  assert.deepEqual(await dataOf(source, 1), ['1']);
  assert.equal(source.readyState, 'closed');
  assert.equal(source.lastEventId, '1');
  await scripted.gone();
  source.connect();
  assert.deepEqual(await dataOf(source), ['2']);
  const [, second] = await scripted.requests(2);
  assert.equal(second?.headers['last-event-id'], '1');
});

test('an exception in the body of a loop closes the connection too', async (context) => {
  const scripted = await context.server.script(stream(numbered(1)));
  const source = context.open(scripted.url);
  await assert.rejects(
    async () => {
      for await (const event of source) throw new Error(event.data);
    },
    { message: '1' },
  );
  await scripted.gone();
});

test('two loops get the same events; when one is left, the other ends', async (context) => {
  const { url } = await context.server.script(stream(numbered(3)));
  const source = context.open(url);
  const [one, other] = await Promise.all([dataOf(source, 3), dataOf(source)]);
  assert.deepEqual(one, ['1', '2', '3']);
  assert.deepEqual(other, one);
});

test('a loop throws the error of a connection that failed, after what came before, also if it begins later', async (context) => {
  const { url } = await context.server.script(stream(numbered(2), end), { status: 404, steps: [end] });
  const source = context.open(url);
  const data: unknown[] = [];
  await assert.rejects(
    async () => {
      for await (const event of source) data.push(event.data);
    },
    (error) => error instanceof EventSourceError && error.code === 'ERR_SSE_STATUS',
  );
  assert.deepEqual(data, ['1', '2']);
  assert.equal((await source.closed)?.code, 'ERR_SSE_STATUS');
  await assert.rejects(dataOf(source), { code: 'ERR_SSE_STATUS' });
});

test('a loop throws the reason of an abort, before the start or while it waits', async (context) => {
  const scripted = await context.server.script(stream(numbered(1)));
  const reason = new Error('enough');
  const before = context.open(scripted.url, { signal: AbortSignal.abort(reason) });
  assert.equal(before.readyState, 'closed');
  await assert.rejects(dataOf(before), reason);
  assert.equal((await scripted.requests()).length, 0);

  const controller = new AbortController();
  const source = context.open(scripted.url, { signal: controller.signal });
  await assert.rejects(async () => {
    for await (const event of source) {
      assert.equal(event.data, '1');
      setImmediate(() => {
        controller.abort(reason);
      });
    }
  }, reason);
  await scripted.gone();
  assert.equal(await source.closed, undefined);
});

test('close ends a loop that waits', async (context) => {
  const { url } = await context.server.script(stream(numbered(1)));
  const source = context.open(url);
  const iterator = source[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value?.data, '1');
  const waiting = [iterator.next(), iterator.next()];
  source.close();
  assert.deepEqual(await Promise.all(waiting), [
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
  assert.deepEqual(await dataOf(source), []);
});

test('next may be called ahead', async (context) => {
  const { url } = await context.server.script(stream(numbered(2), end));
  const iterator = context.open(url, { finishOn: 'end' })[Symbol.asyncIterator]();
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next()]);
  assert.deepEqual(
    results.map(({ value }) => value?.data),
    ['1', '2', undefined],
  );
});

test('the oldest are dropped when that is wanted', async (context) => {
  const { url } = await context.server.script(stream(numbered(5), end));
  const source = context.open(url, { finishOn: 'end', queue: { limit: 2, overflow: 'drop-oldest' } });
  const iterator = source[Symbol.asyncIterator]();
  await source.closed;
  assert.deepEqual(await dataOf({ [Symbol.asyncIterator]: () => iterator }), ['4', '5']);
});

test('too many are an error when that is wanted, after those that fit', async (context) => {
  const scripted = await context.server.script(stream(numbered(5)));
  const source = context.open(scripted.url, { queue: { limit: 2, overflow: 'error' } });
  const iterator = source[Symbol.asyncIterator]();
  await source.closed;
  assert.equal((await iterator.next()).value?.data, '1');
  assert.equal((await iterator.next()).value?.data, '2');
  await assert.rejects(iterator.next(), { code: 'ERR_SSE_QUEUE_OVERFLOW' });
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
  await scripted.gone();
});

test('a queue that is full stops the reads until there is room', async (context) => {
  const { url } = await context.server.script(stream(numbered(50), end));
  const source = context.open(url, { finishOn: 'end', queue: { limit: 2 } });
  const data = await dataOf(source);
  assert.equal(data.length, 50);
  assert.equal(data.at(-1), '50');
});

test('a loop that takes nothing stops the socket', async () => {
  const event = `data: ${'x'.repeat(1000)}\n\n`;
  const chunk = event.repeat(64);
  let written = 0;
  const stopped = new Signal();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const write = (): void => {
      while (written < 200_000_000) {
        written += chunk.length;
        if (!response.write(chunk)) break;
      }
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        stopped.fire();
      }, 300);
    };
    let quiet: NodeJS.Timeout | undefined;
    response.on('drain', write);
    write();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const source = createEventSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  try {
    const iterator = source[Symbol.asyncIterator]();
    await iterator.next();
    await stopped.promise;
    assert.ok(written < 16_000_000, `${written} bytes were taken`);
    // It goes on when events are taken.
    const before = written;
    for (let count = 0; count < 20_000; count++) await iterator.next();
    assert.ok(written > before);
  } finally {
    source.close();
    server.closeAllConnections();
    server.close();
  }
});

test('leaving the scope of await using closes the connection', async (context) => {
  const scripted = await context.server.script(stream(numbered(1)));
  const source = context.open(scripted.url);
  await source[Symbol.asyncIterator]().next();
  await source[Symbol.asyncDispose]();
  assert.equal(source.readyState, 'closed');
  await scripted.gone();
});
