import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mimeTypeEssence } from '../../../dist/connection/mime_type.js';

const rows: readonly (readonly [string | null, string | undefined])[] = [
  [null, undefined],
  ['', undefined],
  ['text/event-stream', 'text/event-stream'],
  ['Text/EVENT-Stream', 'text/event-stream'],
  ['text/event-stream;', 'text/event-stream'],
  ['text/event-stream;charset=utf-8', 'text/event-stream'],
  ['text/event-stream ; charset = x ; ; =', 'text/event-stream'],
  [' \t\r\ntext/event-stream\n\r\t ', 'text/event-stream'],
  ['\u00a0text/event-stream', undefined],
  ['\u000btext/event-stream', undefined],
  ['text', undefined],
  ['text/', undefined],
  ['/event-stream', undefined],
  ['text/event stream', undefined],
  ['text /event-stream', undefined],
  ['text/event-stream x', undefined],
  ['text/event/stream', undefined],
  ['text/évent', undefined],
  ['"text/event-stream"', undefined],
  ['*/*', undefined],
  // Several values: the last MIME type counts, and one of any type is skipped over.
  ['text/html, text/event-stream', 'text/event-stream'],
  ['text/event-stream, text/html', 'text/html'],
  ['text/event-stream, */*', 'text/event-stream'],
  ['text/event-stream, nonsense', 'text/event-stream'],
  ['text/event-stream,', 'text/event-stream'],
  [',text/event-stream', 'text/event-stream'],
  // A comma within quotes separates nothing.
  ['text/event-stream;x="a,text/html"', 'text/event-stream'],
  ['text/event-stream;x="a\\",text/html"', 'text/event-stream'],
  ['text/event-stream;x="a,text/html', 'text/event-stream'],
  ['text/event-stream;x="a\\', 'text/event-stream'],
  ['text/html;x="a", text/event-stream', 'text/event-stream'],
];

describe('mimeTypeEssence', () => {
  for (const [field, essence] of rows) {
    test(`${JSON.stringify(field)} is ${essence ?? 'none'}`, () => {
      assert.equal(mimeTypeEssence(field), essence);
    });
  }

  test('a long field costs no more than its length', () => {
    const field = `text/html;x="${'\\"'.repeat(100_000)}", text/event-stream${' '.repeat(100_000)}`;
    assert.equal(mimeTypeEssence(field), 'text/event-stream');
  });
});
