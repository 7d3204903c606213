import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChunkedBody, SizedBody, UnboundedBody } from '../../../dist/node/http_framing.js';
import { parseHead } from '../../../dist/node/http_head.js';

const ok = 'HTTP/1.1 200 OK';

test('a head is taken apart', () => {
  const head = parseHead(`${ok}\r\nContent-Type:text/event-stream\r\nX-Empty: \r\nx-spaces: \t a b\t \r\nX-Byte: \xe9`);
  assert.deepEqual(
    [head.status, head.statusText, head.fields],
    [200, 'OK', ['content-type', 'text/event-stream', 'x-empty', '', 'x-spaces', 'a b', 'x-byte', '\xe9']],
  );
});

test('a status need not be named', () => {
  for (const line of ['HTTP/1.1 404', 'HTTP/1.1 404 ', 'HTTP/1.0 404 ']) {
    const { status, statusText } = parseHead(line);
    assert.deepEqual([status, statusText], [404, '']);
  }
});

describe('where a body ends', () => {
  const framings = [
    ['', UnboundedBody],
    ['\r\ncontent-length: 5', SizedBody],
    ['\r\nTransfer-Encoding: Chunked', ChunkedBody],
  ] as const;
  for (const [fields, framing] of framings) {
    test(`is known from ${JSON.stringify(fields)}`, () => {
      assert.ok(parseHead(ok + fields).framing instanceof framing);
    });
  }

  test('is not asked where there is none', () => {
    for (const status of [103, 204, 304]) {
      assert.equal(parseHead(`HTTP/1.1 ${status}\r\ncontent-length: 5`).framing, undefined);
    }
  });
});

describe('a connection is kept', () => {
  const sized = `${ok}\r\ncontent-length: 0`;
  const times = [
    [sized, 4_000],
    [`${sized}\r\nkeep-alive: timeout=3`, 2_000],
    [`${sized}\r\nKeep-Alive: max=5, timeout=60`, 4_000],
    [`${sized}\r\nkeep-alive: timeout=1`, 0],
    [`${sized}\r\nConnection: keep-alive, Close`, 0],
    [`${sized.replace('1.1', '1.0')}\r\nconnection: keep-alive`, 0],
    [ok, 0],
  ] as const;
  for (const [head, milliseconds] of times) {
    test(`for ${milliseconds} ms after ${JSON.stringify(head)}`, () => {
      assert.equal(parseHead(head).keptFor, milliseconds);
    });
  }
});

for (const wrong of [
  '',
  'HTTP/2 200 OK',
  'HTTP/1.1 99 Less',
  'HTTP/1.1 2000 More',
  'HTTP/1.1  200 OK',
  'ICY 200 OK',
  `${ok}\nx: y`,
  `${ok}\r\nno colon`,
  `${ok}\r\n: no name`,
  `${ok}\r\nx : space before the colon`,
  `${ok}\r\nx: y\r\n folded`,
  `${ok}\r\nx: \0`,
  `${ok}\r\nx: a\rb`,
  `${ok}\r\ncontent-length: 5\r\ntransfer-encoding: chunked`,
  `${ok}\r\ntransfer-encoding: gzip, chunked`,
  `${ok}\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked`,
  `${ok}\r\ncontent-length: 5\r\ncontent-length: 6`,
  `${ok}\r\ncontent-length: -5`,
  `${ok}\r\ncontent-length: 0x5`,
  `${ok}\r\ncontent-length:`,
  `${ok}\r\ncontent-length: 99999999999999999999`,
]) {
  test(`${JSON.stringify(wrong)} is no head`, () => {
    assert.throws(() => parseHead(wrong), /the answer has/);
  });
}
