import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { type AttemptFailure, EventSource, type EventSourceError, ResponseError } from 'eventsource-wasm';
import { burst, refusal } from '../../support/server_faults.js';
import { end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

const passing = [408, 425, 429, 500, 502, 503, 504];
const final = [201, 206, 400, 401, 403, 404, 405, 410, 418, 501, 505];

function statusOf(error: EventSourceError): number | undefined {
  return error instanceof ResponseError ? error.status : undefined;
}

describe('policy: which failures are retried', () => {
  test('by default, the statuses that say that the trouble may pass', async (context) => {
    for (const status of passing) {
      const target = await context.server.script(refusal(status), stream('data: there\n\n'));
      const run = context.open(target.url);
      await run.retried();
      assert.deepEqual(await run.heard(1), ['there'], String(status));
    }
  });

  test('and no others', async (context) => {
    for (const status of final) {
      const target = await context.server.repeat(refusal(status));
      const run = context.open(target.url);
      const error = await run.closed();
      assert.ok(error instanceof ResponseError);
      assert.deepEqual([error.code, error.status, run.delays], ['ERR_SSE_STATUS', status, []]);
    }
  });

  test('204 ends a stream, and is not asked about twice', async (context) => {
    const target = await context.server.script(stream('data: 1\n\n', end));
    const run = context.open(target.url);
    await run.retried();
    assert.equal((await run.closed())?.code, 'ERR_SSE_NO_CONTENT');
    assert.equal((await target.requests()).length, 2);
  });

  test('an answer that is no event stream is no passing trouble', async (context) => {
    const target = await context.server.repeat({ headers: { 'content-type': 'text/html' }, steps: [end] });
    assert.equal((await context.open(target.url).closed())?.code, 'ERR_SSE_CONTENT_TYPE');
  });

  test('an EventSource retries what the standard says, and no status', async (context) => {
    const { clock, server } = context;
    for (const status of passing) {
      const target = await server.repeat(refusal(status));
      const source = new EventSource(target.url, { clock });
      await new Promise((resolve) => {
        source.onerror = resolve;
      });
      assert.equal(source.readyState, source.CLOSED, String(status));
    }
  });

  test('reconnect: false never asks again', async (context) => {
    for (const answer of [refusal(503), stream('data: 1\n\n', end), { instead: 'reset' } as const]) {
      const target = await context.server.repeat(answer);
      const run = context.open(target.url, { reconnect: false });
      await run.closed();
      assert.deepEqual([run.delays, (await target.requests()).length], [[], 1]);
    }
  });
});

describe('policy: reconnect.when', () => {
  test('is told what failed, how often, for how long, and what the server asks for', async (context) => {
    const told: AttemptFailure[] = [];
    const when = (failure: AttemptFailure): boolean => {
      told.push(failure);
      return told.length < 3;
    };
    const target = await context.server.script(...burst(2, 404), refusal(503, { 'retry-after': '9' }));
    const run = context.open(target.url, { reconnect: { when } });
    await run.retriedTimes(2);
    await run.closed();
    assert.deepEqual(
      told.map(({ error, ...rest }) => ({ ...rest, code: error.code, status: statusOf(error) })),
      [[1, 404, 0, undefined] as const, [2, 404, 1000, undefined] as const, [3, 503, 2000, 9000] as const].map(
        ([count, status, elapsedTime, retryAfter]) => ({
          attempt: count,
          failures: count,
          elapsedTime,
          requestSent: true,
          retryAfter,
          code: 'ERR_SSE_STATUS',
          status,
        }),
      ),
    );
  });

  test('a number is the delay, whatever the server asks for', async (context) => {
    const delays = [7, 0, 86_400_000];
    const target = await context.server.script(...burst(3, 503, { 'retry-after': '100' }));
    let asked = 0;
    const run = context.open(target.url, { reconnect: { when: () => delays[asked++] ?? false } });
    assert.deepEqual(await run.retriedTimes(3), delays);
  });

  test('false ends it with the failure itself', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', end));
    const run = context.open(target.url, { reconnect: { when: () => false } });
    assert.equal((await run.closed())?.code, 'ERR_SSE_STREAM_ENDED');
    assert.deepEqual(run.codes, ['ERR_SSE_STREAM_ENDED']);
  });

  test('true goes on after a failure that would have been for good', async (context) => {
    const target = await context.server.script(refusal(404), stream('data: there\n\n'));
    const run = context.open(target.url, { reconnect: { when: () => true } });
    await run.retried();
    assert.deepEqual(await run.heard(1), ['there']);
  });

  test('bounds hold whatever it says', async (context) => {
    const target = await context.server.script(...burst(5, 404));
    const run = context.open(target.url, { reconnect: { when: () => 5, maxAttempts: 2 } });
    assert.equal(await run.retried(), 5);
    assert.equal((await run.closed())?.code, 'ERR_SSE_GAVE_UP');
  });

  test('one that throws fails the connection, and the exception is not lost', async (context) => {
    const mistake = new Error('a mistake in when');
    const target = await context.server.repeat(refusal(503));
    const run = context.open(target.url, {
      reconnect: {
        when: () => {
          throw mistake;
        },
      },
    });
    const error = await run.closed();
    assert.equal((error?.cause as Error | undefined) ?? error, mistake);
  });
});
