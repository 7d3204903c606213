import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lastEventIdField } from '../../../dist/connection/last_event_id_field.js';

const rows: readonly (readonly [string, string | undefined])[] = [
  ['', undefined],
  ['1', '1'],
  ['a b\tc', 'a b\tc'],
  ['"a", b; c=d', '"a", b; c=d'],
  ['é', '\xc3\xa9'],
  ['€', '\xe2\x82\xac'],
  ['😀', '\xf0\x9f\x98\x80'],
  ['\ufffd', '\xef\xbf\xbd'],
  ['\u0085', '\xc2\x85'],
  ['\u00a0x\u00a0', '\xc2\xa0x\xc2\xa0'],
  [' 12\t', '12'],
  [' ', undefined],
  ['\x01', undefined],
  ['a\x1fb', undefined],
  ['a\x7f', undefined],
  ['a\x00', undefined],
  ['a\x0b', undefined],
];

describe('lastEventIdField', () => {
  for (const [id, field] of rows) {
    test(`${JSON.stringify(id)} goes as ${field === undefined ? 'nothing' : JSON.stringify(field)}`, () => {
      assert.equal(lastEventIdField(id), field);
    });
  }

  test('whatever character the id has, Headers takes the field', () => {
    for (let code = 0; code < 0x3000; code++) {
      const value = lastEventIdField(`a${String.fromCodePoint(code)}b`);
      if (value !== undefined) assert.equal(new Headers({ 'last-event-id': value }).get('last-event-id'), value);
    }
  });

  test('a long id costs no more than its length', () => {
    assert.equal(lastEventIdField(`${'x '.repeat(100_000)}\x01`), undefined);
    assert.equal(lastEventIdField(`${' '.repeat(100_000)}x`), 'x');
    assert.equal(lastEventIdField(`x${' '.repeat(100_000)}x`)?.length, 100_002);
  });
});
