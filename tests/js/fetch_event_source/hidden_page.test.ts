import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../page/fake_clock.js';
import { FakePage } from '../page/fake_page.js';
import { FakeServer, settle } from '../page/fake_server.js';
import type { FetchEventSourceInit } from 'eventsource-wasm';
import { Fetched } from './fetched.js';

const globals = ['document', 'navigator', 'addEventListener', 'removeEventListener'] as const;
const originals = new Map(globals.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));

let page = new FakePage();
let server = new FakeServer();
let fetched: Fetched | undefined;

beforeEach(() => {
  page = new FakePage();
  server = new FakeServer();
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

afterEach(async () => {
  fetched?.abort.abort();
  await fetched?.fulfilment();
  assert.equal(page.listeners.size + page.document.listeners.size, 0, 'nothing is left behind');
  for (const [name, descriptor] of originals) {
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, descriptor);
  }
});

async function open(init: FetchEventSourceInit = {}): Promise<Fetched> {
  fetched = new Fetched('https://events.test/', { clock: new FakeClock(), page: true, fetch: server.fetch, ...init });
  await settle();
  return fetched;
}

async function hideAndShow(): Promise<void> {
  page.hide();
  await settle();
  page.show();
  await settle();
}

describe('fetchEventSource on a page that is hidden and shown', () => {
  test('a GET is closed, and resumed', async () => {
    const { calls } = await open();
    server.exchanges[0]?.send(1, 2);
    await settle();
    page.hide();
    await settle();
    assert.equal(server.exchanges[0]?.gone, true);
    page.show();
    await settle();
    assert.deepEqual(server.resumedFrom, [null, '2']);
    assert.deepEqual(calls, ['message 1', 'message 2']);
  });

  test('a GET stays with openWhenHidden', async () => {
    await open({ openWhenHidden: true });
    await hideAndShow();
    assert.deepEqual([server.exchanges.length, server.exchanges[0]?.gone], [1, false]);
  });

  for (const [what, onerror] of Object.entries({ 'an onerror that retries': () => 0, 'no onerror': undefined })) {
    test(`a POST stays, and is not sent again, with ${what}`, async () => {
      const { calls } = await open({ method: 'POST', body: 'question', onerror });
      await hideAndShow();
      server.exchanges[0]?.send(1);
      await settle();
      assert.deepEqual([server.exchanges.length, server.exchanges[0]?.gone], [1, false]);
      assert.deepEqual(calls, ['message 1']);
    });
  }

  test('a POST is closed and sent again with replay: true', async () => {
    await open({ method: 'POST', body: 'question', replay: true });
    await hideAndShow();
    assert.deepEqual(
      server.exchanges.map(({ method }) => method),
      ['POST', 'POST'],
    );
  });

  test('what onmessage throws while the page is hidden is reported', async (context) => {
    const reported: unknown[] = [];
    const { reportError } = globalThis as { reportError?: unknown };
    Object.assign(globalThis, { reportError: (exception: unknown) => reported.push(exception) });
    context.after(() => Object.assign(globalThis, { reportError }));
    let fail: (error: Error) => void = () => undefined;
    const { calls } = await open({ onmessage: () => new Promise((_, reject) => (fail = reject)), onerror: () => 0 });
    server.exchanges[0]?.send(1);
    await settle();
    page.hide();
    await settle();
    const failure = new Error('Too late');
    fail(failure);
    await settle();
    assert.deepEqual([reported, calls], [[failure], ['message 1']]);
  });
});
