import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { ConnectionError, type EventSourceError, ResponseError } from 'eventsource-wasm';
import { badFraming, burst, refusal, wrongLength } from '../../support/server_faults.js';
import { cut, destroy, end, reset, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

describe('policy: what an error of an answer carries', () => {
  test('status, headers, the body, the attempt and the delay', async (context) => {
    const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'r1' };
    const target = await context.server.repeat(refusal(503, headers, '{"title":"Busy"}'));
    const run = context.open(target.url, { reconnect: { maxAttempts: 2 } });
    await run.retried();
    await run.closed();
    const [first, last] = run.errors as [EventSourceError, EventSourceError];
    assert.ok(first instanceof ResponseError);
    assert.deepEqual([first.status, first.attempt, first.delay], [503, 1, 1000]);
    assert.deepEqual([first.headers.get('x-request-id'), first.body], ['r1', '{"title":"Busy"}']);
    assert.equal(first.response.status, 503);
    assert.deepEqual([last.code, last.attempt, last.delay], ['ERR_SSE_GAVE_UP', 2, undefined]);
  });

  test('no more of the body than 4 KiB, also when it is cut within a character', async (context) => {
    const target = await context.server.repeat(refusal(400, {}, 'ä'.repeat(100_000)));
    const error = await context.open(target.url).closed();
    assert.ok(error instanceof ResponseError);
    assert.equal(error.body, 'ä'.repeat(2048));
    await target.idle();
  });

  test('what has come of a body that does not end, after a quarter of one second', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat({ status: 500, steps: [{ write: 'Something' }] });
    const run = context.open(target.url, { reconnect: false });
    await clock.hasTimer(250);
    clock.advance(250);
    const error = await run.closed();
    assert.ok(error instanceof ResponseError && (error.body === 'Something' || error.body === undefined));
    await target.idle();
  });

  test('of a body that is empty, nothing', async (context) => {
    const target = await context.server.repeat({ status: 404, steps: [end] });
    const error = await context.open(target.url).closed();
    assert.ok(error instanceof ResponseError);
    assert.deepEqual([error.status, error.body], [404, undefined]);
  });

  test('a type that is no event stream: what came instead', async (context) => {
    const page = { headers: { 'content-type': 'text/html' }, steps: [{ write: '<h1>Log in</h1>' }, end] };
    const error = await context.open((await context.server.repeat(page)).url).closed();
    assert.ok(error instanceof ResponseError);
    assert.deepEqual([error.code, error.status, error.body], ['ERR_SSE_CONTENT_TYPE', 200, '<h1>Log in</h1>']);
  });

  test('the numbers of attempts go on', async (context) => {
    const target = await context.server.script(...burst(3), stream('data: 1\n\n', end), ...burst(1));
    const run = context.open(target.url);
    await run.retriedTimes(5);
    assert.deepEqual(
      run.errors.map(({ attempt }) => attempt),
      [1, 2, 3, 4, 5],
    );
  });
});

const text = 'data: 1\n\n';

describe('policy: a body that is broken', () => {
  const broken = {
    'breaks off in the midst of an event': stream(text, { pause: 20 }, 'data: 2\n', destroy),
    'is reset': stream(text, { pause: 20 }, reset),
    'ends before its Content-Length': wrongLength(text, 100),
    ...Object.fromEntries(Object.entries(badFraming).map(([name, answer]) => [`has ${name}`, answer(text)])),
    'is gzip that breaks off': { ...stream(text, { pause: 20 }, destroy), gzip: true },
  };
  for (const [name, answer] of Object.entries(broken)) {
    test(`${name}: a lost connection, with the cause, and it goes on`, async (context) => {
      const target = await context.server.script(answer, stream('data: next\n\n'));
      const run = context.open(target.url);
      assert.equal(await run.retried(), 1000);
      const { error } = await run.reached('waiting');
      assert.ok(error instanceof ConnectionError && error.cause instanceof Error);
      assert.equal(error.code, 'ERR_SSE_NETWORK');
      await run.reached('open', run.states.filter((state) => state === 'open').length + 1);
      await run.heard(run.data.includes('1') ? 2 : 1);
      assert.equal(run.data.at(-1), 'next');
      assert.ok(!run.data.includes('2'), 'no event that was incomplete');
    });
  }

  test('gzip that is cut short is an end, as fetch has it, and what came before is delivered', async (context) => {
    const target = await context.server.repeat({ ...stream(text, 'data: 2\n', cut), gzip: true });
    const run = context.open(target.url);
    await run.retried();
    assert.deepEqual([run.data, run.codes], [['1'], ['ERR_SSE_STREAM_ENDED']]);
  });

  test('no answer at all: a lost connection, with the cause', async (context) => {
    for (const instead of ['drop', 'reset'] as const) {
      const run = context.open((await context.server.repeat({ instead })).url);
      const { error } = await run.reached('waiting');
      assert.ok(error instanceof ConnectionError && error.cause instanceof Error);
      assert.equal(error.code, 'ERR_SSE_NETWORK');
      run.close();
    }
  });
});
