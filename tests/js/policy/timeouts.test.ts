import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { burst, inPieces } from '../../support/server_faults.js';
import { end, redirect, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

describe('policy: the time to connect', () => {
  const silence = { instead: 'silence' } as const;

  test('a server that does not answer is given up, and asked again', async (context) => {
    const { clock, server } = context;
    const target = await server.script(silence, stream('data: a\n\n'));
    const run = context.open(target.url, { connectTimeout: 5000 });
    await target.requests(1);
    clock.advance(4999);
    assert.deepEqual(run.states, ['connecting']);
    clock.advance(1);
    await target.gone();
    assert.equal(await run.retried(), 1000);
    assert.deepEqual([await run.heard(1), run.codes], [['a'], ['ERR_SSE_CONNECT_TIMEOUT']]);
  });

  test('or fails the stream, when it is told to', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(silence);
    const run = context.open(target.url, { connectTimeout: { after: 5000, then: 'fail' } });
    await target.requests(1);
    clock.advance(5000);
    assert.equal((await run.closed())?.code, 'ERR_SSE_CONNECT_TIMEOUT');
    await target.gone();
  });

  test('a head that comes in pieces is no answer until it is whole', async (context) => {
    const { clock, server } = context;
    const target = await server.script(inPieces(3, stream('data: a\n\n')), stream('data: b\n\n'));
    const run = context.open(target.url, { connectTimeout: 5000 });
    await target.requests(1);
    await target.release();
    clock.advance(5000);
    await run.retried();
    assert.deepEqual(await run.heard(1), ['b']);
  });

  test('holds for the whole way through redirects', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(silence);
    const run = context.open((await server.repeat(redirect(302, target.url))).url, { connectTimeout: 5000 });
    await target.requests(1);
    clock.advance(5000);
    assert.equal((await run.reached('waiting')).error?.code, 'ERR_SSE_CONNECT_TIMEOUT');
  });

  test('is over with the answer: the stream may then be quiet for as long as it likes', async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n'));
    const run = context.open(target.url, { connectTimeout: 5000 });
    await run.heard(1);
    assert.deepEqual(context.clock.timers, []);
  });
});

describe('policy: the deadline', () => {
  test('fails the stream, whatever it is doing', async (context) => {
    const { clock, server } = context;
    const situations = {
      open: stream('data: a\n\n'),
      connecting: { instead: 'silence' } as const,
      waiting: stream('retry: 999999\n\n', end),
    };
    for (const [state, answer] of Object.entries(situations)) {
      const target = await server.repeat(answer);
      const run = context.open(target.url, { deadline: 60_000 });
      await target.requests(1);
      await run.reached(state as 'open');
      clock.advance(60_000);
      const error = await run.closed();
      assert.deepEqual([error?.code, error?.delay], ['ERR_SSE_DEADLINE', undefined], state);
      if (state !== 'waiting') await target.gone();
      assert.deepEqual(clock.timers, []);
    }
  });

  test('counts from the start, through all attempts', async (context) => {
    const { clock, server } = context;
    const target = await server.script(...burst(3), stream('data: a\n\n'));
    const run = context.open(target.url, { deadline: 60_000 });
    await run.retriedTimes(3);
    await run.heard(1);
    clock.advance(60_000 - 3000 - 1);
    assert.equal(run.states.at(-1), 'open');
    clock.advance(1);
    assert.equal((await run.closed())?.code, 'ERR_SSE_DEADLINE');
  });

  test("with then: 'restart' it is the age at which a connection is made anew", async (context) => {
    const { clock, server } = context;
    const target = await server.script(stream('id: 1\ndata: a\n\n'), stream('id: 2\ndata: b\n\n'));
    const run = context.open(target.url, { deadline: { after: 60_000, then: 'restart' } });
    await run.heard(1);
    clock.advance(60_000);
    await target.gone(0);
    await run.retried();
    await run.heard(2);
    clock.advance(59_999);
    assert.equal(run.states.at(-1), 'open');
    assert.deepEqual(run.codes, ['ERR_SSE_DEADLINE']);
    assert.equal((await target.requests()).at(-1)?.headers['last-event-id'], '1');
  });
});
