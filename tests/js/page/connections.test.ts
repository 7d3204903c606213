// The whole client in a page whose life is played: what reaches the server, and what its user is told.
import { EventSource, type EventSourceInit } from 'eventsource-wasm';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakeClock } from './fake_clock.js';
import { FakePage } from './fake_page.js';
import { FakeServer, settle } from './fake_server.js';

const hour = 3_600_000;
const url = 'https://events.test/stream';
const globals = ['document', 'navigator', 'addEventListener', 'removeEventListener'] as const;

let page = new FakePage();
let clock = new FakeClock();
let server = new FakeServer();
let sources: EventSource[] = [];
const originals = new Map(globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));

beforeEach(() => {
  page = new FakePage();
  clock = new FakeClock();
  server = new FakeServer();
  sources = [];
  const values = {
    document: page.document,
    navigator: page.navigator,
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  };
  for (const name of globals) {
    Object.defineProperty(globalThis, name, { value: values[name], configurable: true, writable: true });
  }
});

afterEach(() => {
  for (const source of sources) source.close();
  assert.equal(page.listeners.size + page.document.listeners.size + clock.timers.size, 0, 'nothing is left behind');
  for (const [name, descriptor] of originals) {
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, descriptor);
  }
});

interface Opened {
  readonly source: EventSource;
  readonly data: string[];
  readonly errors: string[];
}

async function open(options: EventSourceInit = {}, address = url): Promise<Opened> {
  const source = new EventSource(address, { fetch: server.fetch, clock, ...options });
  sources.push(source);
  const data: string[] = [];
  const errors: string[] = [];
  source.onmessage = (event) => data.push(event.data);
  source.onerror = (event) => errors.push(event.code);
  await settle();
  return { source, data, errors };
}

async function send(...ids: readonly number[]): Promise<void> {
  server.last.send(...ids);
  await settle();
}

async function loseConnection(): Promise<void> {
  server.last.lose();
  await settle();
}

const absences = {
  'a frozen page': ['freeze', 'thaw', {}],
  "a page in Chromium's back/forward cache": ['putAway', 'bringBack', {}],
  "a page in Firefox's back/forward cache": ['putAwayWithoutFreezing', 'bringBackWithoutThawing', {}],
  'a hidden page, with hidden: true,': ['hide', 'show', { hidden: true }],
  'a cached page, with hidden: true,': ['putAway', 'bringBack', { hidden: true }],
} as const;

for (const [what, [leave, comeBack, options]] of Object.entries(absences)) {
  describe(what, () => {
    test('lets its connection go, and resumes it with one request when it is back', async () => {
      const { source, data, errors } = await open({ page: options });
      await send(1, 2);
      page[leave]();
      await settle();
      assert.deepEqual([server.exchanges.length, server.open, source.readyState], [1, 0, EventSource.CONNECTING]);
      page[comeBack]();
      await settle();
      assert.deepEqual(server.resumedFrom, [null, '2']);
      await send(3);
      assert.deepEqual([data, errors, source.readyState], [['1', '2', '3'], [], EventSource.OPEN]);
    });

    test('does so once, though the machine slept and the network changed meanwhile', async () => {
      await open({ page: options });
      await send(1);
      page[leave]();
      clock.sleep(hour);
      // A page that does not run is not told.
      if (leave === 'hide') page.loseNetwork();
      else page.navigator.onLine = false;
      page[comeBack]();
      await settle();
      assert.equal(server.exchanges.length, 1, 'there is no network');
      page.findNetwork();
      await settle();
      clock.pass(hour);
      await settle();
      assert.deepEqual(server.resumedFrom, [null, '1']);
      assert.equal(server.open, 1);
    });

    test('does so as often as it is put away', async () => {
      const { data } = await open({ page: options });
      for (let id = 1; id <= 5; id++) {
        await send(id);
        page[leave]();
        await settle();
        page[comeBack]();
        await settle();
      }
      assert.deepEqual(server.resumedFrom, [null, '1', '2', '3', '4', '5']);
      assert.deepEqual(data, ['1', '2', '3', '4', '5']);
    });

    test('forgets what has come of an event that is incomplete', async () => {
      const { data } = await open({ page: options });
      await send(1);
      server.last.write('id: 2\ndata: the first ha');
      await settle();
      page[leave]();
      await settle();
      page[comeBack]();
      await settle();
      await send(2);
      assert.deepEqual(server.resumedFrom, [null, '1']);
      assert.deepEqual(data, ['1', '2']);
    });

    test('asks no second time with a request that may not be repeated', async () => {
      const { data } = await open({ page: options, method: 'POST', body: 'x' });
      await send(1);
      page[leave]();
      await settle();
      page[comeBack]();
      await settle();
      await send(2);
      assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
      assert.deepEqual(data, ['1', '2']);
    });

    test('is not followed with page: false', async () => {
      await open({ page: false });
      page[leave]();
      page[comeBack]();
      await settle();
      assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
    });

    test('stays away from the server while it waits, and does not come back too early', async () => {
      const { source } = await open({ page: options });
      server.last.write('retry: 10000\nid: 1\n\n');
      await settle();
      await loseConnection();
      page[leave]();
      clock.pass(9000);
      await settle();
      page[comeBack]();
      await settle();
      assert.equal(server.exchanges.length, 1);
      clock.pass(999);
      await settle();
      assert.equal(server.exchanges.length, 1);
      clock.pass(1);
      await settle();
      assert.deepEqual(server.resumedFrom, [null, '1']);
      await loseConnection();
      page[leave]();
      clock.pass(hour);
      await settle();
      assert.equal(server.exchanges.length, 2);
      page[comeBack]();
      await settle();
      assert.deepEqual(server.resumedFrom, [null, '1', '1']);
      assert.equal(source.readyState, EventSource.OPEN);
    });

    test('can be closed while it is away', async () => {
      const { source } = await open({ page: options });
      page[leave]();
      source.close();
      page[comeBack]();
      await settle();
      assert.deepEqual([server.exchanges.length, server.open], [1, 0]);
    });
  });
}

describe('a page that is hidden from the beginning', () => {
  for (const method of ['GET', 'POST']) {
    test(`makes its ${method} request when it is seen, with hidden: true`, async () => {
      page.hide();
      const { source } = await open({ page: { hidden: true }, method });
      assert.deepEqual([server.exchanges.length, source.readyState], [0, EventSource.CONNECTING]);
      page.show();
      await settle();
      assert.equal(server.exchanges.length, 1);
    });
  }

  test('lets a listener close the connection when it hears of that', async () => {
    page.hide();
    const abort = new AbortController();
    const { source } = await open({
      page: { hidden: true },
      signal: abort.signal,
      deadline: { after: hour, then: 'fail' },
      onStateChange: () => abort.abort(),
    });
    assert.equal(source.readyState, EventSource.CLOSED);
    page.show();
    await settle();
    assert.equal(server.exchanges.length, 0);
  });
});

describe('the network', () => {
  test('holds attempts while it is away, and makes one when it is back', async () => {
    await open();
    await send(1);
    page.loseNetwork();
    await loseConnection();
    clock.pass(hour);
    await settle();
    assert.equal(server.exchanges.length, 1);
    page.findNetwork();
    await settle();
    clock.pass(hour);
    await settle();
    assert.deepEqual(server.resumedFrom, [null, '1']);
  });

  test('when it is back, nobody asks earlier than the server wants', async () => {
    await open();
    server.last.write('retry: 10000\n\n');
    await settle();
    await loseConnection();
    page.loseNetwork();
    clock.pass(4000);
    page.findNetwork();
    await settle();
    clock.pass(5999);
    await settle();
    assert.equal(server.exchanges.length, 1);
    clock.pass(1);
    await settle();
    assert.equal(server.exchanges.length, 2);
  });

  test('makes an end of a stream of which nothing was heard while it was away', async () => {
    const { data } = await open();
    await send(1);
    clock.pass(1);
    page.loseNetwork();
    clock.pass(1);
    page.findNetwork();
    await settle();
    assert.deepEqual(server.resumedFrom, [null, '1']);
    assert.equal(server.open, 1);
    await send(2);
    assert.deepEqual(data, ['1', '2']);
  });

  test('but not of one that goes on', async () => {
    await open();
    await send(1);
    clock.pass(1);
    page.loseNetwork();
    clock.pass(1);
    await send(2);
    page.findNetwork();
    await settle();
    assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
  });

  test('nor of a request that may not be repeated', async () => {
    await open({ method: 'POST', body: 'x' });
    clock.pass(1);
    page.loseNetwork();
    clock.pass(1);
    page.findNetwork();
    await settle();
    assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
  });

  for (const local of ['http://localhost:1/', 'http://127.0.0.1:1/', 'http://[::1]:1/', 'http://app.localhost/']) {
    test(`is of no account to ${local}`, async () => {
      await open({}, local);
      await send(1);
      clock.pass(1);
      page.loseNetwork();
      clock.pass(1);
      page.findNetwork();
      await settle();
      assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
      page.loseNetwork();
      await loseConnection();
      clock.pass(3000);
      await settle();
      assert.equal(server.exchanges.length, 2);
    });
  }
});

describe('a machine that slept', () => {
  test('has its streams again with one request each', async () => {
    const { data } = await open();
    await send(1);
    clock.sleep(hour);
    clock.pass(hour);
    await settle();
    assert.deepEqual(server.resumedFrom, [null, '1']);
    assert.equal(server.open, 1);
    await send(2);
    assert.deepEqual(data, ['1', '2']);
  });

  test('sends no request again that may not be repeated', async () => {
    await open({ method: 'POST', body: 'x' });
    clock.sleep(hour);
    clock.pass(hour);
    await settle();
    assert.deepEqual([server.exchanges.length, server.open], [1, 1]);
  });

  test('makes one attempt if it slept while it waited, whichever timer runs first', async () => {
    for (const [before, after] of [
      [0, 3000],
      [28_000, 2000],
    ] as const) {
      const first = server.exchanges.length;
      const { source } = await open();
      clock.pass(before);
      await loseConnection();
      clock.sleep(hour);
      clock.pass(after);
      await settle();
      clock.pass(hour);
      await settle();
      assert.equal(server.exchanges.length - first, 2);
      source.close();
    }
  });

  test('makes one attempt when its network was away', async () => {
    await open();
    await send(1);
    clock.pass(1);
    page.loseNetwork();
    clock.sleep(hour);
    clock.pass(30_000);
    await settle();
    assert.equal(server.exchanges.length, 1);
    page.findNetwork();
    await settle();
    clock.pass(hour);
    await settle();
    assert.deepEqual(server.resumedFrom, [null, '1']);
  });

  test('and finds its network on waking', async () => {
    await open();
    page.loseNetwork();
    clock.sleep(hour);
    page.findNetwork();
    await settle();
    clock.pass(hour);
    await settle();
    assert.deepEqual([server.exchanges.length, server.open], [2, 1]);
  });
});

test('a thousand streams of one page come back with one request each', async () => {
  for (let i = 0; i < 1000; i++) {
    sources.push(new EventSource(url, { fetch: server.fetch, clock }));
  }
  await settle();
  assert.equal(clock.timers.size, 1);
  page.putAway();
  await settle();
  assert.equal(server.open, 0);
  clock.sleep(hour);
  page.bringBack();
  await settle();
  clock.pass(hour);
  await settle();
  assert.deepEqual([server.exchanges.length, server.open], [2000, 1000]);
});
