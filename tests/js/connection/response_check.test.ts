import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkResponse } from '../../../dist/connection/response_check.js';

const type = { 'content-type': 'text/event-stream' };

function response(status: number, headers: HeadersInit = type): Response {
  return new Response(null, { status, headers, statusText: 'Said So' });
}

describe('checkResponse', () => {
  const rows: readonly (readonly [string, Response, string | undefined])[] = [
    ['200 with the type', response(200), undefined],
    ['204, whatever its type', response(204), 'ERR_SSE_NO_CONTENT'],
    ['205', response(205), 'ERR_SSE_STATUS'],
    ['201 with the type', response(201), 'ERR_SSE_STATUS'],
    ['304', response(304), 'ERR_SSE_STATUS'],
    ['404 without a type', response(404, {}), 'ERR_SSE_STATUS'],
    ['500 with the type', response(500), 'ERR_SSE_STATUS'],
    ['200 without a type', response(200, {}), 'ERR_SSE_CONTENT_TYPE'],
    ['200 with another type', response(200, { 'content-type': 'text/html' }), 'ERR_SSE_CONTENT_TYPE'],
    ['a network error', Response.error(), 'ERR_SSE_STATUS'],
  ];
  for (const [name, answer, code] of rows) {
    test(`${name}: ${code ?? 'an event stream'}`, () => {
      const error = checkResponse(answer);
      assert.equal(error?.code, code);
      if (error === undefined) return;
      assert.equal(error.response, answer);
      assert.equal(error.status, answer.status);
    });
  }

  test('the messages say what came and what is needed', () => {
    assert.match(checkResponse(response(503))?.message ?? '', /503 Said So.*200/);
    assert.match(checkResponse(response(200, {}))?.message ?? '', /no Content-Type.*text\/event-stream/);
    assert.match(checkResponse(response(200, { 'content-type': 'a/b' }))?.message ?? '', /a\/b.*text\/event-stream/);
  });
});
