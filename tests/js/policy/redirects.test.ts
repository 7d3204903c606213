import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { RecordedRequest } from '../../support/server_script.js';
import { refusal, redirects } from '../../support/server_faults.js';
import { destroy, end, redirect, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

const secrets = { authorization: 'Bearer t', cookie: 'session=s', 'x-api-key': 'k', 'x-trace': '1' };

function secretsIn({ headers }: RecordedRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name in secrets));
}

describe('policy: redirects to another origin', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`${status}: all of the caller's headers stay behind, ours go along`, async (context) => {
      const target = await context.server.repeat(stream('data: there\n\n', end));
      const original = await context.server.repeat(redirect(status, target.otherUrl));
      const run = context.open(original.url, { headers: secrets, initialLastEventId: '7' });
      await run.retried();
      await run.heard(2);
      for (const request of await target.requests()) {
        assert.deepEqual(secretsIn(request), {});
        assert.deepEqual([request.headers['accept'], request.headers['last-event-id']], ['text/event-stream', '7']);
      }
    });
  }

  const allowances = [
    ['the ones that are named go along', ['X-Trace', 'x-unknown'], { 'x-trace': '1' }],
    ['all of them, when the caller says so', true, secrets],
    ['none, when the caller says so', false, {}],
  ] as const;
  for (const [name, crossOriginHeaders, expected] of allowances) {
    test(name, async (context) => {
      const target = await context.server.repeat(stream('data: there\n\n'));
      const original = await context.server.repeat(redirect(307, target.otherUrl));
      await context.open(original.url, { headers: secrets, crossOriginHeaders }).heard(1);
      const [request] = await target.requests();
      assert.deepEqual(secretsIn(request as RecordedRequest), expected);
    });
  }

  test('within the origin they all go along', async (context) => {
    const target = await context.server.repeat(stream('data: there\n\n'));
    const original = await context.server.repeat(redirect(307, target.url));
    await context.open(original.url, { headers: secrets }).heard(1);
    const [request] = await target.requests();
    assert.deepEqual(secretsIn(request as RecordedRequest), secrets);
  });
});

describe('policy: which address is asked again', () => {
  for (const [status, isPermanent] of [
    [301, true],
    [308, true],
    [302, false],
    [303, false],
    [307, false],
  ] as const) {
    test(`${status}: ${isPermanent ? 'where it led, for good' : 'the first one'}`, async (context) => {
      const target = await context.server.repeat(stream('data: there\n\n', end));
      const original = await context.server.repeat(redirect(status, target.url));
      const run = context.open(original.url, { headers: { 'x-key': 'k' } });
      await run.retriedTimes(2);
      await run.heard(3);
      assert.deepEqual(
        [(await original.requests()).length, (await target.requests()).length],
        [isPermanent ? 1 : 3, 3],
      );
      assert.equal(run.source.url, original.url);
    });
  }

  test('a permanent redirect behind a temporary one is remembered, the temporary one is not', async (context) => {
    const target = await context.server.repeat(stream('data: there\n\n', end));
    const permanent = await context.server.repeat(redirect(308, target.url));
    const temporary = await context.server.repeat(redirect(307, permanent.url));
    const run = context.open(temporary.url);
    await run.retried();
    await run.heard(2);
    const counts = await Promise.all(
      [temporary, permanent, target].map(async (each) => (await each.requests()).length),
    );
    assert.deepEqual(counts, [2, 1, 2]);
  });

  test('secrets stay behind where a remembered redirect leads to another origin', async (context) => {
    const target = await context.server.repeat(stream('data: there\n\n', end));
    const original = await context.server.repeat(redirect(308, target.otherUrl));
    const run = context.open(original.url, { headers: secrets });
    await run.retried();
    await run.heard(2);
    assert.deepEqual((await target.requests()).map(secretsIn), [{}, {}]);
  });

  test('what a permanent redirect leads to may be lost: then the first address is asked anew', async (context) => {
    const target = await context.server.script(stream('data: 1\n\n', destroy), { instead: 'drop' });
    const next = await context.server.repeat(stream('data: 2\n\n'));
    const original = await context.server.script(redirect(301, target.url), redirect(301, next.url));
    const run = context.open(original.url);
    await run.retriedTimes(2);
    assert.deepEqual(await run.heard(2), ['1', '2']);
  });
});

describe('policy: redirects that lead nowhere', () => {
  test('twenty are followed', async (context) => {
    const target = await context.server.script(...redirects(20), stream('data: there\n\n'));
    assert.deepEqual(await context.open(target.url).heard(1), ['there']);
  });

  test('loops are given up, temporary and permanent', async (context) => {
    for (const status of [302, 308]) {
      const here = await context.server.script();
      const there = await context.server.repeat(redirect(status, here.url));
      const back = await context.server.repeat(redirect(status, there.url));
      const loop = await context.server.repeat(redirect(status, back.url));
      for (const target of [await context.server.repeat(...redirects(1, status)), loop]) {
        const run = context.open(target.url);
        const { code } = (await run.closed()) ?? {};
        assert.ok(code === 'ERR_SSE_REDIRECT' || target === loop, code);
        assert.ok((await target.requests()).length <= 21);
      }
    }
  });

  test('from https to http is refused, on the first way and on a later one', async (context) => {
    const asked: string[] = [];
    const fetch = (url: string): Promise<Response> => {
      asked.push(url);
      return Promise.resolve(new Response(null, { status: 302, headers: { location: 'http://stand-in.test/' } }));
    };
    const run = context.open('https://stand-in.test/', { fetch });
    assert.equal((await run.closed())?.code, 'ERR_SSE_REDIRECT');
    assert.deepEqual(asked, ['https://stand-in.test/']);
  });

  test('no place to go, and a place that is no HTTP', async (context) => {
    for (const location of [null, 'ftp://stand-in.test/', 'javascript:alert(1)', 'http://']) {
      const target = await context.server.repeat({ status: 302, headers: { location }, steps: [end] });
      assert.equal((await context.open(target.url).closed())?.code, 'ERR_SSE_REDIRECT', String(location));
    }
  });

  test("redirect: 'error' and 'manual' follow nothing", async (context) => {
    const target = await context.server.repeat(stream('data: there\n\n'));
    for (const option of ['error', 'manual'] as const) {
      const original = await context.server.repeat(redirect(302, target.url));
      const run = context.open(original.url, { redirect: option, reconnect: false });
      await run.closed();
      assert.deepEqual([run.data, (await original.requests()).length], [[], 1], option);
    }
    assert.equal((await target.requests()).length, 0);
  });

  test('a status behind a redirect is treated as any other', async (context) => {
    const target = await context.server.script(refusal(503), stream('data: there\n\n'));
    const run = context.open((await context.server.repeat(redirect(302, target.url))).url);
    assert.equal(await run.retried(), 1000);
    assert.deepEqual(await run.heard(1), ['there']);
  });
});
