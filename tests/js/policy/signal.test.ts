import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe } from 'node:test';
import { settled } from '../../support/virtual_clock.js';
import { end, redirect, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();
const reason = new Error('enough');

describe('policy: the signal', () => {
  test('aborted beforehand, nothing is asked for', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const run = context.open(target.url, { signal: AbortSignal.abort(reason) });
    await settled();
    assert.deepEqual([run.source.readyState, await run.source.closed, run.told], ['closed', undefined, []]);
    assert.equal((await target.requests()).length, 0);
  });

  const silence = { instead: 'silence' } as const;
  const situations = {
    connecting: silence,
    open: stream('data: 1\n\n'),
    waiting: stream('data: 1\n\n', end),
  } as const;
  for (const [state, answer] of Object.entries(situations)) {
    test(`aborted while ${state}, it is over: no error, no event, no request, no connection`, async (context) => {
      const target = await context.server.repeat(answer);
      const abort = new AbortController();
      const run = context.open(target.url, { signal: abort.signal, idleTimeout: 1000, connectTimeout: 1000 });
      await target.requests(1);
      await run.reached(state as 'open');
      const errors = run.codes.length;
      abort.abort(reason);
      assert.deepEqual([run.source.readyState, run.codes.length], ['closed', errors]);
      assert.deepEqual(context.clock.timers, []);
      await target.idle();
      context.clock.advance(1_000_000);
      assert.equal((await target.requests()).length, 1);
    });
  }

  test('aborted in the midst of a chunk, the rest of it is not delivered', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\ndata: 2\n\n'));
    const abort = new AbortController();
    const run = context.open(target.url, { signal: abort.signal }, () => {
      abort.abort(reason);
      return Promise.resolve();
    });
    await run.closed();
    await settled();
    assert.deepEqual(run.data, ['1']);
  });

  test('aborted while a function still makes the headers, nothing is sent', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const abort = new AbortController();
    const headers = async (): Promise<HeadersInit> => {
      await settled();
      abort.abort(reason);
      return {};
    };
    const run = context.open(target.url, { signal: abort.signal, headers });
    await run.closed();
    await settled();
    assert.equal((await target.requests()).length, 0);
  });

  test('aborted on the way through redirects', async (context) => {
    const target = await context.server.repeat(silence);
    const original = await context.server.repeat(redirect(302, target.url));
    const abort = new AbortController();
    const run = context.open(original.url, { signal: abort.signal, headers: { 'x-key': 'k' } });
    await target.requests(1);
    abort.abort(reason);
    await target.gone();
    assert.equal(run.source.readyState, 'closed');
  });

  test('is let go of when the stream is over by itself: a signal may live for long', async (context) => {
    const abort = new AbortController();
    for (let i = 0; i < 5; i++) {
      const target = await context.server.repeat(stream('data: 1\n\n', end));
      await context.open(target.url, { signal: abort.signal, reconnect: false }).closed();
    }
    assert.equal(getEventListeners(abort.signal, 'abort').length, 0);
  });

  test('aborted afterwards, nothing happens', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', end));
    const abort = new AbortController();
    const run = context.open(target.url, { signal: abort.signal, reconnect: false });
    await run.closed();
    const { length } = run.changes;
    abort.abort(reason);
    assert.deepEqual(run.changes.length, length);
  });
});
