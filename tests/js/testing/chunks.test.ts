import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser } from 'eventsource-wasm';
import { atEveryCut, chunksOf, cutAt, cutEverywhere } from 'eventsource-wasm/testing';

const text = 'data: é\r\n\r\n';
const bytes = new TextEncoder().encode(text);
const joined = (chunks: readonly Uint8Array[]): Uint8Array => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));

describe('chunks', () => {
  test('have the size that is asked for, but for the last', () => {
    assert.deepEqual(
      chunksOf(text, 5).map((chunk) => chunk.length),
      [5, 5, 2],
    );
    assert.deepEqual(
      chunksOf(bytes.subarray(0, 10), 5).map((chunk) => chunk.length),
      [5, 5],
    );
    assert.deepEqual(chunksOf('', 5), []);
    for (const size of [0, -1, 1.5, NaN]) assert.throws(() => chunksOf(text, size), RangeError);
  });

  test('can be single bytes', () => {
    assert.equal(cutEverywhere(text).length, bytes.length);
    assert.deepEqual(joined(cutEverywhere(text)), bytes);
  });

  test('are cut where one says', () => {
    assert.deepEqual(
      cutAt(text, 2, 2, 7).map((chunk) => chunk.length),
      [2, 0, 5, 5],
    );
    assert.deepEqual(joined(cutAt(bytes, 2, 2, 7)), bytes);
    assert.deepEqual(cutAt(text), [bytes]);
    for (const places of [[3, 2], [bytes.length + 1], [-1], [0.5]]) {
      assert.throws(() => cutAt(text, ...places), RangeError);
    }
  });

  test('come cut at every place, and make the same events everywhere', () => {
    let cuts = 0;
    for (const chunks of atEveryCut(text)) {
      cuts += 1;
      assert.deepEqual(joined(chunks), bytes);
      assert.ok(chunks.every(({ length }) => length > 0));
      const parser = new EventStreamParser();
      const datas: string[] = [];
      parser.on('message', ({ data }) => datas.push(data));
      for (const chunk of chunks) parser.push(chunk);
      parser.delete();
      assert.deepEqual(datas, ['é']);
    }
    assert.equal(cuts, bytes.length - 1);
  });

  test('are copies', () => {
    const stream = new Uint8Array([1, 2, 3]);
    const [head] = cutAt(stream, 1);
    stream[0] = 9;
    assert.deepEqual(head, new Uint8Array([1]));
  });
});
