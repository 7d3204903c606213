import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BodyFraming, ChunkedBody, SizedBody, UnboundedBody } from '../../../dist/node/http_framing.js';

interface Taken {
  readonly body: string;
  readonly left: number;
  readonly isComplete: boolean;
}

/** Takes the bytes in pieces that end at these places, and at their end. */
function take(framing: BodyFraming, text: string, cuts: readonly number[] = []): Taken {
  let body = '';
  let begin = 0;
  for (const end of [...cuts, text.length]) {
    // Something before it, as a head stands before the first bytes of a body.
    const bytes = Buffer.from(`head${text.slice(begin, end)}`, 'latin1');
    body += bytes.toString('latin1', 4, framing.take(bytes, 4, bytes.length));
    begin = end;
  }
  return { body, left: framing.left, isComplete: framing.isComplete };
}

describe('chunks', () => {
  const whole = '1\r\na\r\n00A;name="v"\r\nbcdefghijk\r\n3 \t\r\n\r\n\r\r\n0\r\ntrailer: x\r\nother:\r\n\r\n';
  const expected = { body: 'abcdefghijk\r\n\r', left: 0, isComplete: true };

  test('are taken whole, byte by byte, and cut at every two places', () => {
    assert.deepEqual(take(new ChunkedBody(), whole), expected);
    const everywhere = Array.from({ length: whole.length }, (_, place) => place);
    assert.deepEqual(take(new ChunkedBody(), whole, everywhere), expected);
    for (const first of everywhere) {
      for (const second of everywhere.slice(first)) {
        assert.deepEqual(take(new ChunkedBody(), whole, [first, second]), expected);
      }
    }
  });

  test('end where they end, and not before', () => {
    assert.deepEqual(take(new ChunkedBody(), `${whole}HTTP`), { ...expected, left: 4 });
    assert.equal(take(new ChunkedBody(), whole.slice(0, -1)).isComplete, false);
  });

  test('may each have an extension, however many they are', () => {
    const many = '1;signature=0123456789\r\na\r\n'.repeat(5_000);
    assert.equal(take(new ChunkedBody(), `${many}0\r\n\r\n`).body, 'a'.repeat(5_000));
  });

  for (const wrong of [
    '\r\n',
    ';x\r\n',
    'g\r\n',
    '0x1\r\n',
    '-1\r\na',
    '1\na\r\n',
    '1;x\na\r\n',
    '1\rxa',
    '1\r\nab\r\n',
    '1\r\na\n',
    '1\r\na\r\r',
    '0\r\n\rx',
    'ffffffffffffffffffffff\r\n',
    '0'.repeat(20_000),
    `1;${'x'.repeat(20_000)}`,
    `0\r\nx: ${'x'.repeat(20_000)}`,
  ]) {
    test(`are not to be had from ${JSON.stringify(wrong.slice(0, 24))}`, () => {
      assert.throws(() => take(new ChunkedBody(), wrong), /of the answer|the answer has/);
    });
  }
});

test('a body of a known size ends after so many bytes', () => {
  assert.deepEqual(take(new SizedBody(0), ''), { body: '', left: 0, isComplete: true });
  assert.deepEqual(take(new SizedBody(5), 'abc'), { body: 'abc', left: 0, isComplete: false });
  assert.deepEqual(take(new SizedBody(5), 'abcdefg', [3]), { body: 'abcde', left: 2, isComplete: true });
});

test('a body of no known size ends with the connection', () => {
  assert.deepEqual(take(new UnboundedBody(), 'abc', [1]), { body: 'abc', left: 0, isComplete: false });
  assert.equal(new UnboundedBody().endsWithConnection, true);
});
