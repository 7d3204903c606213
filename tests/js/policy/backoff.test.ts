import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { burst } from '../../support/server_faults.js';
import { end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();
const longestDelay = 2 ** 31 - 1;

describe('policy: the delay before an attempt', () => {
  test('is the floor, and chance in a window that doubles with each failure up to its bound', async (context) => {
    const { clock, server } = context;
    const chances = [0, 0.25, 0.5, 0.75, 0.999, 0.5, 0.5];
    let asked = 0;
    clock.random = () => chances[asked++] ?? 0;
    const target = await server.script(...burst(7));
    const run = context.open(target.url);
    const windows = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    assert.deepEqual(
      await run.retriedTimes(7),
      windows.map((window, index) => 1000 + (chances[index] ?? 0) * window),
    );
  });

  test('has a window and a factor that can be set', async (context) => {
    context.clock.random = () => 0.5;
    const target = await context.server.script(...burst(4));
    const reconnect = { reconnectionTime: 10, backoff: 100, factor: 3, maxBackoff: 800 };
    const run = context.open(target.url, { reconnect });
    assert.deepEqual(await run.retriedTimes(4), [10 + 50, 10 + 150, 10 + 400, 10 + 400]);
  });

  test('is never below what the server asks for by retry, however small the window', async (context) => {
    context.clock.random = () => 0.5;
    const target = await context.server.script(
      stream('retry: 7000\ndata: 1\n\n', end),
      stream('retry: 20\ndata: 2\n\n', end),
    );
    const run = context.open(target.url, { reconnect: { backoff: 10 } });
    assert.deepEqual(await run.retriedTimes(2), [7005, 20 + 10]);
  });

  test('is as long as a timer can hold for a retry that no timer can hold: no storm of requests', async (context) => {
    for (const retry of ['2147483648', '9999999999', '9'.repeat(400)]) {
      const target = await context.server.repeat(stream(`retry: ${retry}\n\n`, end));
      const run = context.open(target.url);
      assert.equal((await run.reached('waiting')).delay, longestDelay);
      assert.deepEqual(context.clock.timers, [longestDelay]);
      assert.equal((await target.requests()).length, 1);
      run.close();
    }
  });

  test('is waited for to the last millisecond', async (context) => {
    const { clock, server } = context;
    const target = await server.script(stream('data: 1\n\n', end), stream('data: 2\n\n'));
    const run = context.open(target.url);
    await run.reached('waiting');
    clock.advance(999);
    assert.equal(run.states.at(-1), 'waiting');
    clock.advance(1);
    assert.equal(run.states.at(-1), 'connecting');
    assert.deepEqual(await run.heard(2), ['1', '2']);
  });

  test('does not depend on the time of day: somebody may set the clock', async (context) => {
    const { clock, server } = context;
    const target = await server.script(stream('data: 1\n\n', end), stream('data: 2\n\n'));
    const run = context.open(target.url, { page: false });
    await run.reached('waiting');
    for (const time of [Date.UTC(1970, 0, 1), Date.UTC(2099, 0, 1)]) {
      clock.setWallTime(time);
      clock.advance(499);
      assert.equal(run.states.at(-1), 'waiting');
    }
    clock.advance(2);
    assert.deepEqual(await run.heard(2), ['1', '2']);
  });
});
