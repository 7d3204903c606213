import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Attempt, prepareRequest, type RequestSettings } from '../../../dist/connection/request.js';

function settings(changes: Partial<RequestSettings> = {}): RequestSettings {
  return {
    url: new URL('http://stand-in.test/stream?a#b'),
    method: 'GET',
    body: null,
    headers: undefined,
    crossOriginHeaders: new Set(),
    redirect: 'follow',
    init: {},
    ...changes,
  };
}

function attempt(attempt: number, lastEventId: string): Attempt {
  return { url: '', attempt, lastEventId, error: undefined };
}

describe('prepareRequest', () => {
  test('our headers and those of the caller are kept apart', async () => {
    const request = await prepareRequest(settings({ headers: { 'X-Key': 'k' } }), attempt(1, '7'), false);
    assert.deepEqual(Object.entries(request.ownHeaders), [
      ['accept', 'text/event-stream'],
      ['last-event-id', '7'],
    ]);
    assert.deepEqual([...(request.callerHeaders ?? [])], [['x-key', 'k']]);
  });

  test('without an id, or with one that is no field value, there is no Last-Event-ID', async () => {
    for (const id of ['', '\x01']) {
      const request = await prepareRequest(settings(), attempt(2, id), false);
      assert.equal('last-event-id' in request.ownHeaders, false);
    }
  });

  test("the caller's Last-Event-ID goes until the stream has one", async () => {
    const headers = { 'Last-Event-ID': '5' };
    assert.equal(
      (await prepareRequest(settings({ headers }), attempt(1, ''), false)).callerHeaders?.get('last-event-id'),
      '5',
    );
    assert.equal(
      (await prepareRequest(settings({ headers }), attempt(2, '6'), false)).callerHeaders?.has('last-event-id'),
      false,
    );
  });

  test("the caller's objects are not changed", async () => {
    const headers = new Headers({ 'last-event-id': '5' });
    const url = new URL('http://user:pass@stand-in.test/');
    await prepareRequest(settings({ headers, url }), attempt(1, '6'), false);
    assert.deepEqual([...headers], [['last-event-id', '5']]);
    assert.equal(url.href, 'http://user:pass@stand-in.test/');
  });

  test('a headers function is told of the attempt, and what it threw is the cause', async () => {
    const told: unknown[] = [];
    const cause = new Error('no token');
    const headers = (attempt: unknown): never => {
      told.push(attempt);
      throw cause;
    };
    await assert.rejects(prepareRequest(settings({ headers }), attempt(4, '€'), false), {
      code: 'ERR_SSE_HEADERS',
      cause,
    });
    assert.deepEqual(told, [
      { url: 'http://stand-in.test/stream?a#b', attempt: 4, lastEventId: '€', error: undefined },
    ]);
  });
});

describe('credentials in the URL', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['user:pass', 'user:pass'],
    ['user', 'user:'],
    [':pass', ':pass'],
    ['us%C3%A9r:p%40ss%3A', 'usér:p@ss:'],
    ['100%:x', '100%:x'],
  ];
  for (const [written, meant] of rows) {
    test(`${written} goes as a field`, async () => {
      const url = new URL(`http://${written}@stand-in.test/x`);
      const request = await prepareRequest(settings({ url }), attempt(1, ''), false);
      assert.equal(request.url.href, 'http://stand-in.test/x');
      const basic = `Basic ${Buffer.from(meant).toString('base64')}`;
      assert.equal(request.callerHeaders?.get('authorization'), basic);
    });
  }

  test("the caller's own Authorization wins", async () => {
    const url = new URL('http://user:pass@stand-in.test/');
    const request = await prepareRequest(
      settings({ url, headers: { authorization: 'Bearer t' } }),
      attempt(1, ''),
      false,
    );
    assert.equal(request.callerHeaders?.get('authorization'), 'Bearer t');
    assert.equal(request.url.username, '');
  });
});
