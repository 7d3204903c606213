import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCases, type StreamRecord } from '../../support/cases.js';
import { chunkings } from '../../support/chunkings.js';
import {
  asCreateParserTells,
  asEmitterTells,
  interpretWithCreateParser,
  interpretWithEmitter,
  withoutUntoldLines,
} from '../../support/interpret.js';
import { interpretByTheStandard } from '../../support/reference_parser.js';

// The conformance cases: whole, byte by byte, and cut at every place. The reference parser has to agree with them too, so that
// neither can be wrong alone.

const faces = [
  { face: 'EventStreamParser', interpret: interpretWithEmitter, told: asEmitterTells },
  { face: 'createParser', interpret: interpretWithCreateParser, told: asCreateParserTells },
];

for (const { theme, place, name, stream, maxEventSize, records } of readCases()) {
  describe(`${theme}: ${name}`, () => {
    const expectSame = (actual: StreamRecord[], expected: readonly StreamRecord[], how: string) => {
      try {
        assert.deepEqual(withoutUntoldLines(actual, expected), expected);
      } catch (error) {
        assert.fail(`${place}: ${name}, ${how}\n${(error as Error).message}`);
      }
    };

    if (maxEventSize === undefined) {
      test('the reference parser', () => {
        expectSame(interpretByTheStandard(stream), records, 'the reference parser');
      });
    }
    for (const { face, interpret, told } of faces) {
      test(face, () => {
        const expected = told(records);
        for (const [how, chunks] of chunkings(stream)) {
          expectSame(interpret(chunks, maxEventSize), expected, `${face}, ${how}`);
        }
      });
    }
  });
}
