import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { destroy, end, type Step, stream } from '../../support/server_script.js';
import type { ConnectionOptions } from 'eventsource-wasm';
import { type PolicyContext, policyTests } from './policy_test.js';
import type { Run } from './run.js';

const test = policyTests();

type Chunks = readonly (string | Step)[];
type FinishOn = ConnectionOptions['finishOn'];

async function finish(context: PolicyContext, finishOn: FinishOn, ...chunks: Chunks): Promise<Run> {
  const target = await context.server.repeat(stream(...chunks));
  const run = context.open(target.url, { finishOn });
  await run.closed();
  restGivenUp(context);
  await target.idle();
  assert.deepEqual([run.isFinished, run.codes, (await target.requests()).length], [true, [], 1]);
  return run;
}

/** What may follow the end is waited for, and here it does not come. */
function restGivenUp({ clock }: PolicyContext): void {
  clock.advance(250);
}

/** The stream is reestablished after its end, which was none that finishes it. */
async function goesOn(context: PolicyContext, finishOn: FinishOn, ...chunks: Chunks): Promise<Run> {
  const target = await context.server.repeat(stream(...chunks));
  const run = context.open(target.url, { finishOn });
  await run.reached('waiting');
  assert.equal(run.isFinished, false);
  return run;
}

describe('policy: the end of a stream', () => {
  test('is reestablished after by default, as the standard says', async (context) => {
    await goesOn(context, undefined, 'data: 1\n\n', end);
  });

  test("'end': a clean end finishes it, and what came before is delivered first", async (context) => {
    const chunk = Array.from({ length: 100 }, (_, index) => `data: ${index}\n\n`).join('');
    const run = await finish(context, 'end', chunk, end);
    assert.equal(run.data.length, 100);
    const other = await finish(context, { end: true }, 'data: 1\n\n', end);
    assert.deepEqual(other.data, ['1']);
  });

  test("'end': one that breaks off does not", async (context) => {
    const run = await goesOn(context, 'end', 'data: 1\n\n', destroy);
    assert.deepEqual(run.codes, ['ERR_SSE_NETWORK']);
  });

  test('an event that is incomplete at the end is not delivered', async (context) => {
    const run = await finish(context, 'end', 'data: 1\n\ndata: 2\n', end);
    assert.deepEqual(run.data, ['1']);
  });
});

describe('policy: a sentinel', () => {
  const done = { data: '[DONE]' };

  test('finishes the stream, is not delivered, and what follows is not either', async (context) => {
    const run = await finish(context, done, 'data: 1\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n');
    assert.deepEqual(run.data, ['1', '2']);
  });

  test('is compared whole', async (context) => {
    const almost = ['[DONE] ', ' [DONE]', 'x[DONE]', '[DONE]x', '[done]', '"[DONE]"', '[DONE', ''];
    const chunk = almost.map((data) => `data:${data === '' ? '' : ` ${data}`}\n\n`).join('');
    const run = await goesOn(context, done, chunk, 'data: [DONE]\ndata: second line\n\n', end);
    assert.deepEqual(run.data, [...almost, '[DONE]\nsecond line']);
  });

  test('may come cut into bytes', async (context) => {
    const bytes = [...Buffer.from('data: 1\n\ndata: [DONE]\n\n')].map((byte) => ({ bytes: [byte] }));
    assert.deepEqual((await finish(context, done, ...bytes)).data, ['1']);
  });

  test('may be one of several', async (context) => {
    const run = await finish(context, { data: ['[DONE]', 'bye'] }, 'data: 1\n\ndata: bye\n\n');
    assert.deepEqual(run.data, ['1']);
  });

  test('that never comes leaves the end what it is', async (context) => {
    await goesOn(context, done, 'data: 1\n\n', end);
    await finish(context, { ...done, end: true }, 'data: 1\n\n', end);
  });
});

describe('policy: a terminal event', () => {
  test('finishes the stream, and is the last that is delivered', async (context) => {
    const text = 'event: delta\ndata: 1\n\nevent: message_stop\ndata: {}\n\nevent: delta\ndata: 2\n\n';
    assert.deepEqual((await finish(context, { event: 'message_stop' }, text)).data, ['1', '{}']);
  });

  test('may be one of several', async (context) => {
    const event = ['response.completed', 'response.failed'];
    const run = await finish(context, { event }, 'event: response.failed\ndata: 1\n\n');
    assert.deepEqual(run.data, ['1']);
  });

  test('is compared whole, and case counts', async (context) => {
    const text = 'event: message_stops\ndata: 1\n\nevent: Message_stop\ndata: 2\n\n';
    assert.deepEqual((await goesOn(context, { event: 'message_stop' }, text, end)).data, ['1', '2']);
  });

  test('is handled to its end before the stream is over', async (context) => {
    const target = await context.server.repeat(stream('event: stop\ndata: 1\n\n'));
    let done: () => void = () => undefined;
    const handler = (): Promise<void> =>
      new Promise((resolve) => {
        done = resolve;
      });
    const run = context.open(target.url, { finishOn: { event: 'stop' } }, handler);
    await run.heard(1);
    assert.equal(run.states.at(-1), 'open');
    done();
    await run.closed();
    assert.equal(run.isFinished, true);
    restGivenUp(context);
  });
});
