import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { refusal } from '../../support/server_faults.js';
import { redirect, stream } from '../../support/server_script.js';
import { wallTimeAtStart } from '../../support/virtual_clock.js';
import { policyTests } from './policy_test.js';

const test = policyTests();
const longestDelay = 2 ** 31 - 1;

function inSeconds(seconds: number, from = wallTimeAtStart): string {
  return new Date(from + seconds * 1000).toUTCString();
}

const date = new Date(wallTimeAtStart).toUTCString();
const aDayLater = wallTimeAtStart + 86_400_000;

/** `Retry-After`, and the delay that it makes where the reconnection time is a second. */
const rows: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ['seconds', { 'retry-after': '120' }, 120_000],
  ['no seconds at all leave the reconnection time', { 'retry-after': '0' }, 1000],
  ['more seconds than a timer can hold', { 'retry-after': '99999999999' }, longestDelay],
  ['a date', { date, 'retry-after': inSeconds(90) }, 90_000],
  ["a date by the server's clock, which is a day ahead of ours", aheadOfUs(), 60_000],
  ['a date that has passed', { date, 'retry-after': inSeconds(-90) }, 1000],
  ['a date in the form of RFC 850', { date, 'retry-after': 'Thursday, 01-Jan-26 00:01:00 GMT' }, 60_000],
  ['a date in the form of asctime', { date, 'retry-after': 'Thu Jan  1 00:01:00 2026' }, 60_000],
  ['what is neither', { 'retry-after': 'soon' }, 1000],
  ['a fraction, which no server may send', { 'retry-after': '1.5' }, 1000],
  ['a negative number, which no server may send', { 'retry-after': '-5' }, 1000],
];

function aheadOfUs(): Record<string, string> {
  return { date: new Date(aDayLater).toUTCString(), 'retry-after': inSeconds(60, aDayLater) };
}

describe('policy: Retry-After', () => {
  for (const [name, headers, delay] of rows) {
    test(name, async (context) => {
      for (const status of [429, 503]) {
        const target = await context.server.script(refusal(status, headers), stream('data: there\n\n'));
        const run = context.open(target.url);
        assert.equal(await run.retried(), delay, String(status));
        assert.deepEqual(await run.heard(1), ['there']);
      }
    });
  }

  test('is a floor, and chance comes above it', async (context) => {
    context.clock.random = () => 0.5;
    const target = await context.server.script(refusal(429, { 'retry-after': '10' }));
    assert.equal(await context.open(target.url).retried(), 10_500);
  });

  test('counts for one delay: the next answer without it has none', async (context) => {
    const target = await context.server.script(refusal(503, { 'retry-after': '10' }), refusal(503));
    assert.deepEqual(await context.open(target.url).retriedTimes(2), [10_000, 1000]);
  });

  test('is not asked about when the answer is one after which there is no attempt', async (context) => {
    const target = await context.server.script(refusal(404, { 'retry-after': '10' }));
    const run = context.open(target.url);
    assert.equal((await run.closed())?.code, 'ERR_SSE_STATUS');
  });

  for (const status of [301, 302, 303, 307, 308]) {
    test(`holds back the request to which ${status} leads`, async (context) => {
      const { clock, server } = context;
      const target = await server.repeat(stream('data: there\n\n'));
      const original = await server.script({
        ...redirect(status, target.url),
        headers: { location: target.url, 'retry-after': '30' },
      });
      const run = context.open(original.url, { connectTimeout: 1000 });
      await clock.hasTimer(30_000);
      clock.advance(29_999);
      assert.deepEqual([run.states, (await target.requests()).length], [['connecting'], 0]);
      clock.advance(1);
      assert.deepEqual(await run.heard(1), ['there']);
    });
  }

  test('on a redirect, longer than a timer can hold, is no request at once', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream('data: there\n\n'));
    const headers = { location: target.url, 'retry-after': '99999999999' };
    const original = await server.repeat({ ...redirect(302, target.url), headers });
    context.open(original.url);
    await clock.hasTimer(longestDelay);
    assert.equal((await target.requests()).length, 0);
  });

  test('a stream that is closed while it is held back asks for nothing', async (context) => {
    const { clock, server } = context;
    const target = await server.repeat(stream('data: there\n\n'));
    const headers = { location: target.url, 'retry-after': '30' };
    const run = context.open((await server.script({ ...redirect(302, target.url), headers })).url);
    await clock.hasTimer(30_000);
    run.close();
    clock.advance(60_000);
    assert.equal((await target.requests()).length, 0);
  });
});
