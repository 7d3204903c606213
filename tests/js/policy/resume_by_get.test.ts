import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { refusal } from '../../support/server_faults.js';
import { destroy, end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

const post = {
  method: 'POST',
  body: '{"jsonrpc":"2.0"}',
  headers: { 'content-type': 'application/json', 'mcp-session-id': 's' },
  replay: 'resume-by-get',
} as const;

describe("policy: replay: 'resume-by-get'", () => {
  test('goes on by GET with Last-Event-ID, without the body and what describes it', async (context) => {
    // As the Model Context Protocol begins: an event with empty data that gives the stream an ID.
    const target = await context.server.script(
      stream('id: 1\nretry: 50\ndata:\n\nid: 2\ndata: a\n\n', destroy),
      stream('id: 3\ndata: b\n\n', end),
      stream('data: c\n\n'),
    );
    const run = context.open(target.url, post);
    assert.deepEqual(await run.retriedTimes(2), [50, 50]);
    assert.deepEqual(await run.heard(4), ['', 'a', 'b', 'c']);
    const requests = await target.requests();
    assert.deepEqual(
      requests.map(({ method, body, headers }) => [
        method,
        body,
        headers['last-event-id'],
        headers['content-type'],
        headers['mcp-session-id'],
      ]),
      [
        ['POST', post.body, undefined, 'application/json', 's'],
        ['GET', '', '2', undefined, 's'],
        ['GET', '', '3', undefined, 's'],
      ],
    );
  });

  test('sends nothing again when there is no ID to resume from', async (context) => {
    for (const answer of [stream('data: no id\n\n', end), refusal(503), { instead: 'reset' } as const]) {
      const target = await context.server.repeat(answer);
      const run = context.open(target.url, post);
      await run.closed();
      assert.equal((await target.requests()).length, 1);
    }
  });

  test('does not resume by GET what the caller restarts: that is the request again', async (context) => {
    const target = await context.server.repeat(stream('id: 1\ndata: a\n\n'));
    const run = context.open(target.url, post);
    await run.heard(1);
    run.source.restart();
    await run.heard(2);
    assert.deepEqual(
      (await target.requests()).map(({ method }) => method),
      ['POST', 'POST'],
    );
  });

  test('a watchdog that barks resumes by GET too', async (context) => {
    const { clock, server } = context;
    const target = await server.script(stream('id: 1\ndata: a\n\n'), stream('id: 2\ndata: b\n\n'));
    const run = context.open(target.url, { ...post, idleTimeout: 1000 });
    await run.heard(1);
    await clock.hasTimer(1000);
    clock.advance(1000);
    await run.retried();
    assert.deepEqual(await run.heard(2), ['a', 'b']);
    assert.deepEqual(
      (await target.requests()).map(({ method }) => method),
      ['POST', 'GET'],
    );
  });
});
