import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Redirect, redirected } from '../../../dist/connection/redirect.js';
import type { AttemptRequest } from '../../../dist/connection/request.js';
import { isRedirect } from '../../../dist/connection/transport.js';

function request(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  return {
    url: new URL('https://a.test/x/y?q#fragment'),
    method: 'GET',
    body: null,
    crossOriginHeaders: new Set(),
    redirect: 'follow',
    init: {},
    ownHeaders: { accept: 'text/event-stream', 'last-event-id': '1' },
    callerHeaders: new Headers({ authorization: 'Bearer t', 'x-key': 'k', cookie: 'c' }),
    ...changes,
  };
}

function answer(status: number, location: string | null = null): Redirect {
  return { status, location };
}

const refusal = { code: 'ERR_SSE_REDIRECT' };

describe('isRedirect', () => {
  for (const status of [200, 204, 300, 301, 302, 303, 304, 305, 307, 308, 400]) {
    test(String(status), () => {
      assert.equal(isRedirect(answer(status)), [301, 302, 303, 307, 308].includes(status));
    });
  }
});

describe('redirected: where to', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['https://b.test/z', 'https://b.test/z#fragment'],
    ['/z', 'https://a.test/z#fragment'],
    ['z', 'https://a.test/x/z#fragment'],
    ['?z', 'https://a.test/x/y?z#fragment'],
    ['', 'https://a.test/x/y?q#fragment'],
    ['#other', 'https://a.test/x/y?q#other'],
    ['//b.test', 'https://b.test/#fragment'],
    ['https://a.test:444/', 'https://a.test:444/#fragment'],
  ];
  for (const [location, url] of rows) {
    test(`"${location}" leads to ${url}`, () => {
      assert.equal(redirected(request(), answer(302, location)).url.href, url);
    });
  }

  for (const location of ['https://', 'http://[', 'ftp://a.test/', 'data:,x', 'file:///etc', 'javascript:0']) {
    test(`"${location}" is refused`, () => {
      assert.throws(() => redirected(request(), answer(302, location)), refusal);
    });
  }

  test('a missing Location is refused', () => {
    assert.throws(() => redirected(request(), answer(302)), refusal);
  });

  test('from https to http is refused, and names both', () => {
    assert.throws(() => redirected(request(), answer(302, 'http://a.test/')), /https.*http:\/\/a\.test/);
  });

  test('from http to https is followed, as to another origin', () => {
    const { url, callerHeaders } = redirected(
      request({ url: new URL('http://a.test/') }),
      answer(301, 'https://a.test/'),
    );
    assert.deepEqual([url.href, [...(callerHeaders ?? [])]], ['https://a.test/', []]);
  });
});

describe('redirected: what goes along', () => {
  const rows: readonly (readonly [string, boolean])[] = [
    ['/z', true],
    ['https://a.test:443/z', true],
    ['https://A.test/z', true],
    ['https://b.test/z', false],
    ['https://a.test:444/z', false],
    ['https://sub.a.test/z', false],
  ];
  for (const [location, isKept] of rows) {
    test(`to ${location} the caller's headers ${isKept ? 'go along' : 'stay behind'}`, () => {
      const { callerHeaders, ownHeaders } = redirected(request(), answer(307, location));
      assert.deepEqual([...(callerHeaders?.keys() ?? [])], isKept ? ['authorization', 'cookie', 'x-key'] : []);
      assert.deepEqual(Object.keys(ownHeaders), ['accept', 'last-event-id']);
    });
  }

  test('the request itself is not changed', () => {
    const before = request({ method: 'POST', body: 'x', callerHeaders: new Headers({ 'content-type': 'a/b' }) });
    redirected(before, answer(303, '/z'));
    redirected(before, answer(307, 'https://b.test/'));
    assert.deepEqual([...(before.callerHeaders ?? [])], [['content-type', 'a/b']]);
    assert.equal(before.url.href, 'https://a.test/x/y?q#fragment');
  });
});

describe('redirected: method and body', () => {
  const rows: readonly (readonly [string, number, string])[] = [
    ...[301, 302, 303].map((status) => ['POST', status, 'GET'] as const),
    ...[307, 308].map((status) => ['POST', status, 'POST'] as const),
    ...[301, 302, 307, 308].map((status) => ['PUT', status, 'PUT'] as const),
    ['PUT', 303, 'GET'],
    ['DELETE', 303, 'GET'],
    ['HEAD', 303, 'HEAD'],
    ...[301, 302, 303, 307, 308].map((status) => ['GET', status, 'GET'] as const),
  ];
  const bodyFields = {
    'content-type': 'a/b',
    'content-encoding': 'gzip',
    'content-language': 'en',
    'content-location': '/l',
  };

  for (const [method, status, then] of rows) {
    const body = method === 'GET' || method === 'HEAD' ? null : 'body';
    const isKept = body !== null && then === method;
    for (const location of ['/z', 'https://b.test/']) {
      test(`${method} and ${status} to ${location}: ${then} ${isKept ? 'with' : 'without'} a body`, () => {
        const before = request({ method, body, callerHeaders: new Headers(body === null ? {} : bodyFields) });
        const after = redirected(before, answer(status, location));
        assert.deepEqual([after.method, after.body], [then, isKept ? 'body' : null]);
        assert.deepEqual([...(after.callerHeaders?.keys() ?? [])], isKept ? Object.keys(bodyFields).sort() : []);
      });
    }
  }

  test('a body that is a stream cannot go a second time', () => {
    const streaming = request({ method: 'POST', body: new Blob(['x']).stream() });
    assert.throws(() => redirected(streaming, answer(307, '/z')), refusal);
    assert.equal(redirected(streaming, answer(303, '/z')).method, 'GET');
  });
});
