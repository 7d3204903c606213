import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser } from 'eventsource-wasm';

// A chunk of exactly one event takes a shorter way; what a listener may do is the same.
for (const text of ['a', '水']) {
  for (const field of ['', 'id: 7\n']) {
    const event = (number: number): string => `${field}data: ${text}${number}\n\n`;
    const texts = (...numbers: number[]): string[] => numbers.map((number) => `${text}${number}`);

    describe(`chunks of one event: ${JSON.stringify(event(1))}`, () => {
      test('a listener pushes', () => {
        const parser = new EventStreamParser();
        const seen: string[] = [];
        parser.once('message', () => {
          parser.push(event(2));
          parser.push(event(3) + event(4));
          assert.deepEqual(seen, []);
        });
        parser.on('message', ({ data }) => void seen.push(data));
        parser.push(event(1));
        parser.push(event(5));
        assert.deepEqual(seen, texts(1, 2, 3, 4, 5));
        assert.equal(parser.lastEventId, field === '' ? '' : '7');
      });

      test('a listener throws, after it has pushed', () => {
        const parser = new EventStreamParser();
        const seen: string[] = [];
        parser.on('message', ({ data }) => void seen.push(data));
        parser.once('message', () => {
          parser.push(event(2));
          throw new Error('out of the listener');
        });
        assert.throws(() => {
          parser.push(event(1));
        }, /out of the listener/);
        parser.push(event(3));
        assert.deepEqual(seen, texts(1, 2, 3));
      });

      test('a listener resets', () => {
        const parser = new EventStreamParser();
        parser.once('message', () => {
          parser.reset();
        });
        parser.push(event(1));
        assert.equal(parser.lastEventId, '');
        parser.once('message', ({ lastEventId }) => {
          assert.equal(lastEventId, '');
        });
        parser.push('data\n\n');
      });

      test('a listener deletes', () => {
        const parser = new EventStreamParser();
        parser.on('message', () => {
          parser.delete();
        });
        parser.push(event(1));
        assert.throws(
          () => {
            parser.push(event(2));
          },
          { code: 'ERR_SSE_PARSER_STATE' },
        );
      });
    });
  }
}
