import assert from 'node:assert/strict';
import { InvalidOptionError } from 'eventsource-wasm';
import { createEventSource } from 'eventsource-wasm';
import { end, stream } from '../../support/server_script.js';
import { Log, numbered, Signal, sourceTests } from './source_test.js';

const test = sourceTests();

test('an event has what the stream says, and what eventsource-client calls it', async (context) => {
  const { url } = await context.server.script(
    stream('id: 7\nevent: price\ndata: 1\ndata: 2\n\ndata: x\n\nevent: message\ndata: y\n\n'),
  );
  const log = new Log<unknown>();
  const source = createEventSource({ url, onMessage: log.add });
  const events = await log.of(3);
  source.close();
  assert.deepEqual(events, [
    { type: 'price', event: 'price', data: '1\n2', rawData: '1\n2', id: '7', lastEventId: '7' },
    { type: 'message', event: undefined, data: 'x', rawData: 'x', id: undefined, lastEventId: '7' },
    { type: 'message', event: 'message', data: 'y', rawData: 'y', id: undefined, lastEventId: '7' },
  ]);
});

const names = ['error', 'open', 'end', 'close', '*', 'constructor', '__proto__', 'toString', 'message', 'data'];

test('a server may call its events anything', async (context) => {
  const { url } = await context.server.script(
    stream(names.map((name) => `event: ${name}\ndata: ${name}\n\n`).join('')),
  );
  const source = context.open(url);
  const heard = new Log<string>();
  const any = new Log<string>();
  for (const name of names)
    source.on(name, (event) => {
      heard.add(`${name} ${event.data}`);
    });
  source.onAny((event) => {
    any.add(event.type);
  });
  await any.of(names.length);
  assert.deepEqual(
    heard.entries,
    names.map((name) => `${name} ${name}`),
  );
  assert.deepEqual(any.entries, names);
});

test('handlers of the type come before those of all types, each once', async (context) => {
  const { url } = await context.server.script(stream('event: a\ndata: 1\n\n', end));
  const calls: string[] = [];
  const done = new Signal();
  const source = context.open(url, {
    onMessage: () => void calls.push('onMessage'),
    finishOn: 'end',
    onFinish: () => {
      done.fire();
    },
  });
  const twice = (): void => void calls.push('on');
  source
    .onAny(() => void calls.push('onAny'))
    .on('a', twice)
    .on('a', twice)
    .once('a', () => void calls.push('once'));
  await done.promise;
  assert.deepEqual(calls, ['on', 'once', 'onMessage', 'onAny']);
});

test('close in a handler ends delivery, and the connection', async (context) => {
  const scripted = await context.server.script(stream(numbered(3)));
  const log = new Log<unknown>();
  const source = context.open(scripted.url);
  source.onAny((event) => {
    log.add(event.data);
    source.close();
  });
  await scripted.gone();
  assert.deepEqual(log.entries, ['1']);
  assert.equal(source.readyState, 'closed');
  assert.equal(source.lastEventId, '1');
  assert.equal(await source.closed, undefined);
});

test('a handler that another adds hears the next event; one that another takes away hears no more', async (context) => {
  const { url } = await context.server.script(stream(numbered(2), end));
  const calls: string[] = [];
  const done = new Signal();
  const source = context.open(url, {
    finishOn: 'end',
    onFinish: () => {
      done.fire();
    },
  });
  const late = ({ data }: { data: unknown }): void => void calls.push(`late ${String(data)}`);
  const removed = (): void => void calls.push('removed');
  source.on('message', ({ data }) => {
    calls.push(`first ${data}`);
    source.on('message', late).off('message', removed);
  });
  source.on('message', removed);
  await done.promise;
  assert.deepEqual(calls, ['first 1', 'first 2', 'late 2']);
});

test('once is for one event, also when its handler is slow', async (context) => {
  const { url } = await context.server.script(stream(numbered(3), end));
  const calls: unknown[] = [];
  const source = context.open(url, { finishOn: 'end' });
  source.once('message', async ({ data }) => {
    await Promise.resolve();
    calls.push(data);
  });
  await source.closed;
  assert.deepEqual(calls, ['1']);
});

test('a promise of a handler holds back the next event', async (context) => {
  const { url } = await context.server.script(stream(numbered(3), end));
  const calls: string[] = [];
  const source = context.open(url, { finishOn: 'end' });
  source.onAny(async ({ data }) => {
    calls.push(`begin ${data}`);
    await new Promise(setImmediate);
    calls.push(`end ${data}`);
  });
  await source.closed;
  assert.deepEqual(calls, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('a handler at work when its source is closed and connected again keeps the next event waiting', async (context) => {
  const { url } = await context.server.script(stream(numbered(1)), stream(numbered(1, 2)));
  const calls: string[] = [];
  const work = new Signal();
  const begun = new Signal();
  const connected = new Log<void>();
  const last = new Signal();
  const source = context.open(url, {
    onConnect: () => {
      connected.add();
    },
  });
  source.onAny(async ({ data }) => {
    calls.push(`begin ${data}`);
    begun.fire();
    if (data === '1') await work.promise;
    calls.push(`end ${data}`);
    if (data === '2') last.fire();
  });
  await begun.promise;
  source.close();
  source.connect();
  await connected.of(2);
  await new Promise(setImmediate);
  assert.deepEqual(calls, ['begin 1']);
  work.fire();
  await last.promise;
  assert.deepEqual(calls, ['begin 1', 'end 1', 'begin 2', 'end 2']);
});

test('what handlers throw, at once or later, goes to onHandlerError, and the others run', async (context) => {
  const { url } = await context.server.script(stream(numbered(2), end));
  const failures: string[] = [];
  const heard: unknown[] = [];
  const source = context.open(url, {
    finishOn: 'end',
    onHandlerError: (error, event) => {
      failures.push(`${String(error)} ${event.data}`);
      return Promise.reject(new Error('and so is this'));
    },
  });
  const reported = reportedExceptions(3);
  source.onAny(() => {
    throw new Error('thrown');
  });
  source.onAny(({ data }) => (data === '2' ? Promise.reject(new Error('rejected')) : undefined));
  source.onAny(({ data }) => void heard.push(data));
  await source.closed;
  assert.deepEqual(failures, ['Error: thrown 1', 'Error: thrown 2', 'Error: rejected 2']);
  assert.deepEqual(heard, ['1', '2']);
  assert.ok((await reported).every((message) => message === 'and so is this'));
});

test('without onHandlerError they are reported as the platform does it', async (context) => {
  const { url } = await context.server.script(stream(numbered(1), end));
  const reported = reportedExceptions(2);
  const source = context.open(url, {
    finishOn: 'end',
    onConnect: () => {
      throw new Error('in onConnect');
    },
  });
  source.onAny(() => {
    throw new Error('in a handler');
  });
  await source.closed;
  assert.deepEqual(await reported, ['in onConnect', 'in a handler']);
});

test('the slow handlers of a source that drops the oldest get the newest', async (context) => {
  const scripted = await context.server.script(stream(numbered(5), end));
  const work = new Signal();
  const finished = new Signal();
  const log = new Log<unknown>();
  const source = context.open(scripted.url, {
    finishOn: 'end',
    queue: { limit: 2, overflow: 'drop-oldest' },
    onFinish: () => {
      finished.fire();
    },
  });
  source.onAny(async ({ data }) => {
    log.add(data);
    if (data === '1') await work.promise;
  });
  await finished.promise;
  work.fire();
  assert.deepEqual(await log.of(3), ['1', '4', '5']);
});

test('and fail with it when that is an error', async (context) => {
  const { url } = await context.server.script(stream(numbered(5)));
  const source = context.open(url, { queue: { limit: 2, overflow: 'error' }, onError: () => undefined });
  source.onAny(() => new Promise(() => undefined));
  assert.equal((await source.closed)?.code, 'ERR_SSE_QUEUE_OVERFLOW');
});

test('paused, a source hands over nothing and goes on where it stopped', async (context) => {
  const scripted = await context.server.script(stream(numbered(2), { wait: true }, numbered(2, 3)));
  const log = new Log<unknown>();
  const source = context.open(scripted.url);
  source.onAny(({ data }) => {
    if (data === '1') source.pause();
    log.add(data);
  });
  await log.of(1);
  assert.equal(source.paused, true);
  await scripted.release();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(log.entries, ['1']);
  source.resume();
  assert.deepEqual(await log.of(4), ['1', '2', '3', '4']);
});

test('what cannot work is refused by name', () => {
  const refused = (run: () => unknown, option: string): void => {
    assert.throws(run, (error) => error instanceof InvalidOptionError && error.option === option);
  };
  const url = 'http://localhost/';
  refused(() => createEventSource('no address'), 'url');
  refused(() => createEventSource({ url, queue: { limit: 0 } }), 'queue.limit');
  refused(() => createEventSource({ url, queue: { overflow: 'burst' as 'pause' } }), 'queue.overflow');
  refused(() => createEventSource({ url, json: { a: 5 as unknown as true } }), 'json.a');
  return Promise.resolve();
});

/** Messages of what is reported as uncaught. */
async function reportedExceptions(count: number): Promise<string[]> {
  const log = new Log<string>();
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => {
    log.add(error.message);
  });
  try {
    return await log.of(count);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
  }
}
