import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { ConnectionError } from 'eventsource-wasm';
import { settled } from '../../support/virtual_clock.js';
import { end, stream, wait } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();
const idleTimeout = 10_000;

describe('policy: the idle watchdog', () => {
  test('restarts a stream from which nothing has come for so long, at its last event', async (context) => {
    const { clock, server } = context;
    const target = await server.script(stream('id: 1\ndata: a\n\n'), stream('data: b\n\n'));
    const run = context.open(target.url, { idleTimeout });
    await run.heard(1);
    await settled();
    clock.advance(idleTimeout);
    await target.gone();
    assert.equal(await run.retried(), 1000);
    assert.deepEqual(await run.heard(2), ['a', 'b']);
    assert.deepEqual(run.codes, ['ERR_SSE_IDLE_TIMEOUT']);
    assert.equal((await target.requests()).at(-1)?.headers['last-event-id'], '1');
  });

  test('fails a stream instead, when it is told to', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream('data: a\n\n'));
    const run = context.open(target.url, { idleTimeout: { after: idleTimeout, then: 'fail' } });
    await run.heard(1);
    await settled();
    clock.advance(idleTimeout);
    const error = await run.closed();
    assert.ok(error instanceof ConnectionError);
    assert.deepEqual([error.code, error.delay], ['ERR_SSE_IDLE_TIMEOUT', undefined]);
    assert.match(error.message, /10000 ms.*idleTimeout/);
    await target.gone();
  });

  test('counts bytes: a comment, and half an event, are signs of life', async (context) => {
    const { clock, server } = context;
    const signs = [': still here\n', 'data: a', '\n', '\n', ':\n'];
    const target = await server.repeat(stream(...signs.flatMap((sign) => [wait, { write: sign }])));
    const run = context.open(target.url, { idleTimeout });
    await run.reached('open');
    for (const sign of signs) {
      assert.equal(run.states.at(-1), 'open', `before ${JSON.stringify(sign)}`);
      clock.advance(idleTimeout - 1);
      await target.release();
      await arrival();
    }
    assert.deepEqual([run.states, run.data], [['connecting', 'open'], ['a']]);
    clock.advance(idleTimeout);
    await run.reached('waiting');
  });

  test('is set anew from the last byte, to the millisecond', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream(wait, 'data: a\n\n'));
    const run = context.open(target.url, { idleTimeout });
    await run.reached('open');
    clock.advance(6000);
    await target.release();
    await run.heard(1);
    await settled();
    clock.advance(idleTimeout - 1);
    assert.equal(run.states.at(-1), 'open');
    clock.advance(1);
    assert.equal(run.states.at(-1), 'waiting');
  });

  test('does not count time in which the consumer takes nothing', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream('data: a\n\n', 'data: b\n\n'));
    const run = context.open(target.url, { idleTimeout });
    run.source.pause();
    await run.reached('open');
    for (let hour = 0; hour < 24; hour++) {
      clock.advance(3_600_000);
      await settled();
    }
    assert.deepEqual([run.states, run.data], [['connecting', 'open'], []]);
    run.source.resume();
    assert.deepEqual(await run.heard(2), ['a', 'b']);
  });

  test('a slow handler is not silence either', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream('data: a\n\ndata: b\n\n'));
    let done: () => void = () => undefined;
    const handler = (): Promise<void> =>
      new Promise((resolve) => {
        done = resolve;
      });
    const run = context.open(target.url, { idleTimeout }, handler);
    await run.heard(1);
    clock.advance(3_600_000);
    assert.equal(run.states.at(-1), 'open');
    done();
    assert.deepEqual(await run.heard(2), ['a', 'b']);
    done();
  });

  test('is off unless asked for', async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n'));
    const run = context.open(target.url);
    await run.heard(1);
    assert.deepEqual(context.clock.timers, []);
  });

  test('is gone with the stream that ends', async (context) => {
    const target = await context.server.repeat(stream('data: a\n\n', end));
    const run = context.open(target.url, { idleTimeout, reconnect: false });
    await run.closed();
    assert.deepEqual(context.clock.timers, []);
  });
});

/** A byte that the server has sent is read some turns of the event loop later; nothing else tells of a comment. */
async function arrival(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await settled();
}
