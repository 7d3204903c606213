import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { ConnectionError, ResponseError } from 'eventsource-wasm';
import { burst } from '../../support/server_faults.js';
import { end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

describe('policy: bounds', () => {
  test('maxAttempts: gives up after so many failures in a row, with the last of them as cause', async (context) => {
    const target = await context.server.script(...burst(5));
    const run = context.open(target.url, { reconnect: { maxAttempts: 3 } });
    assert.deepEqual(await run.retriedTimes(2), [1000, 1000]);
    const error = await run.closed();
    assert.ok(error instanceof ConnectionError && error.cause instanceof ResponseError);
    assert.deepEqual([error.code, error.attempt, error.delay], ['ERR_SSE_GAVE_UP', 3, undefined]);
    assert.deepEqual([error.cause.status, error.cause.body], [503, 'failure 3']);
    assert.equal((await target.requests()).length, 3);
  });

  test('maxAttempts: 1 never asks twice', async (context) => {
    const target = await context.server.script(...burst(5));
    const run = context.open(target.url, { reconnect: { maxAttempts: 1 } });
    assert.deepEqual([(await run.closed())?.code, run.delays], ['ERR_SSE_GAVE_UP', []]);
  });

  test('maxElapsedTime: gives up when the next attempt would come too late', async (context) => {
    const target = await context.server.script(...burst(20));
    const reconnect = { reconnectionTime: 4000, backoff: 0, maxElapsedTime: 10_000 };
    const run = context.open(target.url, { reconnect });
    assert.deepEqual(await run.retriedTimes(2), [4000, 4000]);
    assert.equal((await run.closed())?.code, 'ERR_SSE_GAVE_UP');
    assert.equal((await target.requests()).length, 3);
  });

  test('a connection that held for resetAfter begins the row, and the window of chance, anew', async (context) => {
    const { clock, server } = context;
    clock.random = () => 0.5;
    const held = stream('data: held\n\n', { wait: true }, end);
    const target = await server.script(...burst(3), held, ...burst(3));
    const run = context.open(target.url, { reconnect: { maxAttempts: 4, resetAfter: 5000 } });
    assert.deepEqual(await run.retriedTimes(3), [1500, 2000, 3000]);
    await run.heard(1);
    clock.advance(5000);
    await target.release();
    assert.deepEqual(await run.retriedTimes(3), [1500, 2000, 3000]);
  });

  test('one that did not hold is a failure like the others', async (context) => {
    const { clock, server } = context;
    const brief = stream('data: brief\n\n', { wait: true }, end);
    const target = await server.script(...burst(3), brief, ...burst(3));
    const run = context.open(target.url, { reconnect: { maxAttempts: 4, resetAfter: 5000 } });
    await run.retriedTimes(3);
    await run.heard(1);
    clock.advance(4999);
    await target.release();
    const error = await run.closed();
    assert.deepEqual(
      [error?.code, (error?.cause as ConnectionError).code],
      ['ERR_SSE_GAVE_UP', 'ERR_SSE_STREAM_ENDED'],
    );
  });

  test('a server that accepts and ends at once does not reset anything: the window grows', async (context) => {
    context.clock.random = () => 0.5;
    const target = await context.server.repeat(stream('data: hello\n\n', end));
    const run = context.open(target.url);
    assert.deepEqual(await run.retriedTimes(4), [1500, 2000, 3000, 5000]);
  });

  test('a restart by the caller begins the row anew', async (context) => {
    const target = await context.server.script(...burst(9));
    const run = context.open(target.url, { reconnect: { maxAttempts: 3 } });
    await run.retriedTimes(1);
    await run.reached('waiting', 2);
    run.source.restart();
    await run.reached('waiting', 3);
    assert.equal(run.changes.at(-1)?.to, 'waiting');
    assert.equal((await target.requests(3)).length, 3);
  });
});
