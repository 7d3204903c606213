import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteByByte, cutAt } from '../../support/chunkings.js';
import {
  asCreateParserTells,
  asEmitterTells,
  interpretWithCreateParser,
  interpretWithEmitter,
} from '../../support/interpret.js';
import { randomPlaces, randomStream } from '../../support/random_streams.js';
import { interpretByTheStandard } from '../../support/reference_parser.js';

// Random streams against the reference parser. The seed is fixed: a failure is the same in every run.

const runs = { seed: 20_250_101, numRuns: 3000 };

function cutRandomly(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  const within = places.filter((place) => place <= stream.length);
  return cutAt(
    stream,
    within.sort((a, b) => a - b),
  );
}

test('the emitter is like the reference parser, however the stream is cut', () => {
  fc.assert(
    fc.property(randomStream, randomPlaces, (stream, places) => {
      const expected = asEmitterTells(interpretByTheStandard(stream));
      assert.deepEqual(interpretWithEmitter([stream]), expected);
      assert.deepEqual(interpretWithEmitter(cutRandomly(stream, places)), expected);
    }),
    runs,
  );
});

test('createParser is like the reference parser, however the stream is cut', () => {
  fc.assert(
    fc.property(randomStream, randomPlaces, (stream, places) => {
      const expected = asCreateParserTells(interpretByTheStandard(stream));
      assert.deepEqual(interpretWithCreateParser(cutRandomly(stream, places)), expected);
      assert.deepEqual(interpretWithCreateParser(byteByByte(stream)), expected);
    }),
    { ...runs, numRuns: 1000 },
  );
});

test('a chunk of hundreds of kilobytes is like chunks of one', () => {
  fc.assert(
    fc.property(fc.array(randomStream, { minLength: 50, maxLength: 50 }), (streams) => {
      const stream = Buffer.concat(Array.from({ length: 40 }, () => streams).flat());
      const kilobytes = Array.from({ length: Math.ceil(stream.length / 1024) }, (_, index) => (index + 1) * 1024);
      assert.deepEqual(interpretWithEmitter([stream]), interpretWithEmitter(cutRandomly(stream, kilobytes)));
    }),
    { ...runs, numRuns: 5 },
  );
});

test('text chunks, cut anywhere, are like bytes', () => {
  fc.assert(
    fc.property(randomStream, randomPlaces, (stream, places) => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(stream);
      const expected = asEmitterTells(interpretByTheStandard(stream));
      const ends = [...places.filter((place) => place <= text.length).sort((a, b) => a - b), text.length];
      const chunks = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
      assert.deepEqual(interpretWithEmitter(chunks), expected);
    }),
    { ...runs, numRuns: 1000 },
  );
});

test('a bound cuts records off at the same place, however the stream is cut', () => {
  fc.assert(
    fc.property(randomStream, randomPlaces, fc.integer({ min: 1, max: 64 }), (stream, places, maxEventSize) => {
      const whole = interpretWithEmitter([stream], maxEventSize);
      assert.deepEqual(interpretWithEmitter(cutRandomly(stream, places), maxEventSize), whole);
      const through = whole.at(-1)?.kind === 'error' ? whole.slice(0, -1) : whole;
      assert.deepEqual(through, asEmitterTells(interpretByTheStandard(stream)).slice(0, through.length));
    }),
    { ...runs, numRuns: 1000 },
  );
});
