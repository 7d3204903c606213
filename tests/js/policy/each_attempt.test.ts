import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { burst, refusal } from '../../support/server_faults.js';
import { end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

interface Attempt {
  readonly url: string;
  readonly attempt: number;
  readonly lastEventId: string;
  readonly error: { readonly code: string } | undefined;
}

describe('policy: what is computed anew for every attempt', () => {
  test('headers: a fresh token each time', async (context) => {
    const target = await context.server.script(stream('id: a\ndata: 1\n\n', end), ...burst(1), stream('data: 2\n\n'));
    const told: Attempt[] = [];
    const headers = async (attempt: Attempt): Promise<HeadersInit> => {
      told.push(attempt);
      await Promise.resolve();
      return { authorization: `Bearer ${attempt.attempt}` };
    };
    const run = context.open(target.url, { headers });
    await run.retriedTimes(2);
    await run.heard(2);
    assert.deepEqual(
      (await target.requests()).map((request) => request.headers['authorization']),
      ['Bearer 1', 'Bearer 2', 'Bearer 3'],
    );
    assert.deepEqual(
      told.map(({ url, attempt, lastEventId, error }) => [url, attempt, lastEventId, error?.code]),
      [
        [target.url, 1, '', undefined],
        [target.url, 2, 'a', 'ERR_SSE_STREAM_ENDED'],
        [target.url, 3, 'a', 'ERR_SSE_STATUS'],
      ],
    );
  });

  test('the address: another server after a failure', async (context) => {
    const first = await context.server.script(refusal(503));
    const second = await context.server.script(stream('data: there\n\n'));
    const url = async ({ attempt }: Attempt): Promise<string> => {
      await Promise.resolve();
      return attempt === 1 ? first.url : second.url;
    };
    const run = context.open(url);
    await run.retried();
    assert.deepEqual(await run.heard(1), ['there']);
    assert.equal(run.source.url, second.url);
    assert.deepEqual([(await first.requests()).length, (await second.requests()).length], [1, 1]);
  });

  test('the body: where the conversation stands', async (context) => {
    const target = await context.server.script(stream('id: 7\ndata: 1\n\n', end), stream('data: 2\n\n'));
    const body = ({ lastEventId }: Attempt): string => JSON.stringify({ after: lastEventId });
    const run = context.open(target.url, { method: 'PUT', body });
    await run.retried();
    await run.heard(2);
    assert.deepEqual(
      (await target.requests()).map((request) => request.body),
      ['{"after":""}', '{"after":"7"}'],
    );
  });

  const mistake = new Error('the vault is shut');
  const fail = (): never => {
    throw mistake;
  };
  const reject = (): Promise<never> => Promise.reject(mistake);
  for (const [name, run] of Object.entries({ throws: fail, rejects: reject })) {
    test(`a function that ${name} fails the connection, and nothing is sent`, async (context) => {
      const target = await context.server.repeat(stream('data: 1\n\n'));
      const runs = [
        [context.open(target.url, { headers: run }), 'ERR_SSE_HEADERS'],
        [context.open(target.url, { method: 'POST', body: run }), 'ERR_SSE_REQUEST'],
        [context.open(run), 'ERR_SSE_REQUEST'],
      ] as const;
      for (const [opened, code] of runs) {
        const error = await opened.closed();
        assert.deepEqual([error?.code, error?.cause], [code, mistake]);
      }
      assert.equal((await target.requests()).length, 0);
    });
  }

  test('or is retried, when the predicate says so', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    let asked = 0;
    const headers = (): HeadersInit => (++asked === 1 ? fail() : {});
    const run = context.open(target.url, { headers, reconnect: { when: () => true } });
    await run.retried();
    assert.deepEqual(await run.heard(1), ['1']);
  });
});

describe('policy: 401', () => {
  const token = ({ error }: Attempt): HeadersInit => ({ authorization: error === undefined ? 'old' : 'new' });

  test('asks once more, at once, with a token made anew', async (context) => {
    for (const method of ['GET', 'POST']) {
      const target = await context.server.script(refusal(401), stream('data: in\n\n'));
      const run = context.open(target.url, { method, headers: token });
      assert.deepEqual(await run.heard(1), ['in']);
      assert.deepEqual(
        (await target.requests()).map((request) => [request.method, request.headers['authorization']]),
        [
          [method, 'old'],
          [method, 'new'],
        ],
      );
      assert.deepEqual([run.codes, run.delays], [[], []]);
    }
  });

  test('a second time in a row is for good', async (context) => {
    const target = await context.server.repeat(refusal(401, {}, 'Who are you?'));
    const run = context.open(target.url, { headers: token });
    const error = await run.closed();
    assert.deepEqual([error?.code, error?.attempt], ['ERR_SSE_STATUS', 2]);
    assert.equal((await target.requests()).length, 2);
  });

  test('after a connection that was accepted, the token may be made anew again', async (context) => {
    const target = await context.server.script(
      refusal(401),
      stream('data: 1\n\n', { wait: true }, end),
      refusal(401),
      stream('data: 2\n\n'),
    );
    const run = context.open(target.url, { headers: token });
    await run.heard(1);
    await target.release();
    await run.retried();
    assert.deepEqual(await run.heard(2), ['1', '2']);
  });

  test('is for good at once where nothing makes a token', async (context) => {
    const target = await context.server.repeat(refusal(401));
    const run = context.open(target.url, { headers: { authorization: 'old' } });
    assert.equal((await run.closed())?.code, 'ERR_SSE_STATUS');
    assert.equal((await target.requests()).length, 1);
  });
});
