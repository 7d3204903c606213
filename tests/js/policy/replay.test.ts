import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe } from 'node:test';
import { refusal } from '../../support/server_faults.js';
import { type Answer, destroy, end, redirect, reset, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

const repeatable = ['GET', 'PUT', 'DELETE'] as const;
const unrepeatable = ['POST', 'PATCH', 'post'] as const;

function bodyFor(method: string): { method: string; body?: string } {
  return method === 'GET' || method === 'DELETE' ? { method } : { method, body: '{"question":1}' };
}

/** In each of these the server has seen the request, and may have acted on it. */
const failures: Readonly<Record<string, Answer>> = {
  'the stream ends': stream('data: 1\n\n', end),
  'the stream breaks off': stream('data: 1\n\n', destroy),
  'the connection is reset': stream('data: 1\n\n', reset),
  'the server is busy': refusal(503, { 'retry-after': '1' }),
  'the server says nothing and goes': { instead: 'drop' },
  'the server resets instead of an answer': { instead: 'reset' },
  'a redirect leads to a server that goes': redirect(307, '?next'),
};

describe('policy: a request that the server may have acted on', () => {
  for (const [name, answer] of Object.entries(failures)) {
    const answers = answer.status === 307 ? [answer, { instead: 'drop' } as const] : [answer];

    test(`${name}: ${repeatable.join(', ')} are sent again`, async (context) => {
      for (const method of repeatable) {
        const target = await context.server.script(...answers, stream('data: again\n\n'));
        const run = context.open(target.url, bodyFor(method));
        await run.retried();
        await run.reached('connecting', 2);
        const requests = await target.requests(answers.length + 1);
        assert.deepEqual([requests.at(-1)?.method, requests.at(-1)?.body], [method, bodyFor(method).body ?? '']);
      }
    });

    test(`${name}: POST and PATCH are not`, async (context) => {
      for (const method of unrepeatable) {
        const target = await context.server.repeat(...answers, stream('data: twice\n\n'));
        const run = context.open(target.url, bodyFor(method));
        await run.closed();
        assert.deepEqual([run.delays, (await target.requests()).length], [[], answers.length], method);
      }
    });

    test(`${name}: with replay: true they are, and with false nothing is`, async (context) => {
      const once = await context.server.repeat(...answers, stream('data: twice\n\n'));
      const run = context.open(once.url, { replay: false });
      await run.closed();
      assert.equal((await once.requests()).length, answers.length);

      const target = await context.server.script(...answers, stream('data: again\n\n'));
      const again = context.open(target.url, { ...bodyFor('POST'), replay: true });
      await again.retried();
      const request = (await target.requests(answers.length + 1)).at(-1);
      assert.deepEqual([request?.method, request?.body], ['POST', '{"question":1}']);
    });
  }

  test('a timeout is no leave to send it again', async (context) => {
    const { clock, server } = context;
    for (const answer of [{ instead: 'silence' } as const, stream('data: 1\n\n')]) {
      const target = await server.repeat(answer);
      const run = context.open(target.url, { ...bodyFor('POST'), connectTimeout: 1000, idleTimeout: 2000 });
      await target.requests(1);
      if (answer.instead === undefined) await run.heard(1);
      clock.advance(2000);
      await run.closed();
      assert.equal((await target.requests()).length, 1);
      await target.gone();
    }
  });
});

/** An address at which nobody listens. */
async function deserted(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}

describe('policy: a request that no server has seen', () => {
  test('is sent again, whatever its method: nobody was listening', async (context) => {
    const url = await deserted();
    for (const method of [...repeatable, ...unrepeatable]) {
      const run = context.open(url, bodyFor(method));
      assert.deepEqual(await run.retriedTimes(2), [1000, 1000], method);
      run.close();
    }
  });

  test('a redirect is an answer, so that a POST which failed behind it is not sent again', async (context) => {
    const target = await context.server.script(redirect(307, await deserted()), stream('data: twice\n\n'));
    const run = context.open(target.url, bodyFor('POST'));
    await run.closed();
    assert.equal((await target.requests()).length, 1);
  });
});

describe('policy: a body that is a stream', () => {
  test('is sent once, also by PUT', async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', end));
    const body = new Blob(['streamed']).stream();
    const run = context.open(target.url, { method: 'PUT', body });
    await run.closed();
    assert.deepEqual(
      (await target.requests()).map((request) => request.body),
      ['streamed'],
    );
  });

  test('is sent again when a function makes it anew', async (context) => {
    const target = await context.server.script(stream('data: 1\n\n', end), stream('data: 2\n\n'));
    let made = 0;
    const body = (): ReadableStream => new Blob([`streamed ${++made}`]).stream();
    const run = context.open(target.url, { method: 'PUT', body });
    await run.retried();
    await run.heard(2);
    assert.deepEqual(
      (await target.requests()).map((request) => request.body),
      ['streamed 1', 'streamed 2'],
    );
  });
});
