import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe } from 'node:test';
import type { StateChange } from 'eventsource-wasm';
import { refusal } from '../../support/server_faults.js';
import { destroy, end, stream } from '../../support/server_script.js';
import { settled } from '../../support/virtual_clock.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

function summary({ from, to, attempt, error, delay }: StateChange): unknown[] {
  return [from, to, attempt, error?.code, delay];
}

describe('policy: onStateChange', () => {
  test('sees every transition, with what led to it', async (context) => {
    const target = await context.server.script(
      refusal(503, { 'retry-after': '7' }),
      stream('retry: 50\ndata: 1\n\n', destroy),
      stream('data: 2\n\n', end),
    );
    const run = context.open(target.url);
    await run.retriedTimes(3);
    await run.closed();
    assert.deepEqual(run.changes.map(summary), [
      ['idle', 'connecting', 1, undefined, undefined],
      ['connecting', 'waiting', 1, 'ERR_SSE_STATUS', 7000],
      ['waiting', 'connecting', 2, undefined, undefined],
      ['connecting', 'open', 2, undefined, undefined],
      ['open', 'waiting', 2, 'ERR_SSE_NETWORK', 50],
      ['waiting', 'connecting', 3, undefined, undefined],
      ['connecting', 'open', 3, undefined, undefined],
      ['open', 'waiting', 3, 'ERR_SSE_STREAM_ENDED', 50],
      ['waiting', 'connecting', 4, undefined, undefined],
      ['connecting', 'closed', 4, 'ERR_SSE_NO_CONTENT', undefined],
    ]);
    assert.ok(run.changes.every(({ url }) => url === target.url));
  });

  test('each transition begins where the one before ended', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', end));
    const run = context.open(target.url);
    await run.retriedTimes(20);
    run.source.restart();
    run.close();
    run.changes.reduce((before, change) => {
      assert.equal(change.from, before.to);
      return change;
    });
    assert.equal(run.changes.at(-1)?.to, 'closed');
  });

  test('one that throws is reported as a listener is, and holds nothing up', async (context) => {
    const mistake = new Error('a mistake in a hook');
    const reported: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((error) => reported.push(error));
    try {
      const target = await context.server.repeat(stream('data: 1\n\n'));
      const onStateChange = (): void => {
        throw mistake;
      };
      const run = context.open(target.url, { onStateChange });
      await run.heard(1);
      run.close();
      await new Promise((resolve) => setTimeout(resolve));
    } finally {
      process.setUncaughtExceptionCaptureCallback(null);
    }
    assert.deepEqual(reported, [mistake, mistake, mistake]);
  });

  for (const state of ['open', 'waiting', 'connecting'] as const) {
    test(`may close the stream that is ${state}: nothing follows`, async (context) => {
      const { clock, server } = context;
      const target = await server.repeat(stream('data: 1\n\n', end));
      let told: readonly string[] = [];
      const run = context.open(target.url, {
        onStateChange: ({ from, to }) => {
          if (to !== state || from === 'idle') return;
          run.close();
          told = [...run.told];
        },
      });
      if (state === 'connecting') await run.retried();
      await run.closed();
      await target.idle();
      clock.advance(100_000);
      await settled();
      assert.deepEqual([run.told, clock.timers], [told, []]);
      assert.equal((await target.requests()).length, 1);
    });
  }
});

describe('policy: node:diagnostics_channel', () => {
  test('gets what onStateChange gets, of every connection', async (context) => {
    const published: unknown[] = [];
    const listener = (message: unknown): void => {
      published.push(message);
    };
    subscribe('eventsource-wasm:state', listener);
    try {
      const target = await context.server.script(stream('data: 1\n\n', end));
      const run = context.open(target.url);
      await run.retried();
      await run.closed();
      assert.deepEqual(published, run.changes);
    } finally {
      unsubscribe('eventsource-wasm:state', listener);
    }
  });
});
