import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

describe('policy: the last event ID', () => {
  test('begins where the caller says, and stays there while events name none', async (context) => {
    const target = await context.server.repeat(stream('data: no id\n\n', end));
    const run = context.open(target.url, { initialLastEventId: '41' });
    assert.equal(run.source.lastEventId, '41');
    await run.retriedTimes(2);
    await run.heard(3);
    assert.deepEqual(
      (await target.requests()).map((request) => request.headers['last-event-id']),
      ['41', '41', '41'],
    );
  });

  test('follows the stream from there', async (context) => {
    const target = await context.server.script(stream('id: 42\ndata: 1\n\n', end), stream('id\ndata: 2\n\n', end));
    const run = context.open(target.url, { initialLastEventId: '41' });
    await run.retriedTimes(2);
    await run.closed();
    assert.deepEqual(
      (await target.requests()).map((request) => request.headers['last-event-id']),
      ['41', '42', undefined],
    );
  });

  test('that is no legal field value stops no attempt', async (context) => {
    // A control character cannot be sent; what is beyond ASCII goes out as its bytes in UTF-8.
    for (const [id, sent] of [['a\u0001b', undefined] as const, ['€', '\u00e2\u0082\u00ac'] as const]) {
      const target = await context.server.script(stream(`id: ${id}\ndata: 1\n\n`, end), stream('data: 2\n\n'));
      const run = context.open(target.url);
      await run.retried();
      assert.deepEqual(await run.heard(2), ['1', '2']);
      assert.equal((await target.requests()).at(-1)?.headers['last-event-id'], sent);
      assert.equal(run.source.lastEventId, id);
    }
  });

  test('counts in a block without data', async (context) => {
    const target = await context.server.script(stream('id: 5\n\n', end));
    const run = context.open(target.url);
    await run.retried();
    await run.closed();
    assert.equal((await target.requests()).at(-1)?.headers['last-event-id'], '5');
  });
});
