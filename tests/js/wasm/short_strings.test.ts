import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { longestShortString, shortStringsIn } from '../../../dist/wasm/short_strings.js';

const v8Major = Number.parseInt(process.versions.v8);
const memory = new WebAssembly.Memory({ initial: 1 });
const strings = shortStringsIn(memory);

test('there are short strings where V8 has the builtins', () => {
  assert.equal(strings !== undefined, v8Major >= 12);
});

describe('short strings', { skip: strings === undefined && 'this engine has no builtins for strings' }, () => {
  const lengths = Array.from({ length: longestShortString + 1 }, (_, length) => length);

  test('of ASCII, of every length', () => {
    const begin = 100;
    const bytes = new Uint8Array(memory.buffer, begin, longestShortString).map((_, index) => (index * 37) % 128);
    new Uint8Array(memory.buffer).set(bytes, begin);
    for (const length of lengths) {
      assert.equal(strings?.ascii(begin, begin + length), String.fromCharCode(...bytes.subarray(0, length)));
    }
  });

  test('of UTF-16, of every length, with halves of surrogate pairs and NUL', () => {
    const units = new Uint16Array(memory.buffer, 1000, longestShortString);
    for (let i = 0; i < units.length; i++) units[i] = [0x20ac, 0xd83d, 0, 0xdc4d, 0xffff, 0x41][i % 6] as number;
    for (const length of lengths) {
      const expected = String.fromCharCode(...units.subarray(0, length));
      assert.equal(strings?.utf16(units.byteOffset, units.byteOffset + length * 2), expected);
    }
  });

  test('a string stays when the memory changes, and memory that has grown is read', () => {
    const place = memory.buffer.byteLength - 4;
    const write = (text: string): void => {
      new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, place));
    };
    write('once');
    const once = strings?.ascii(place, place + 4);
    memory.grow(1);
    write('now and then');
    assert.equal(once, 'once');
    assert.equal(strings?.ascii(place, place + 12), 'now and then');
  });

  test('a string that is too long is an error, and no read of what is not there', () => {
    assert.throws(() => strings?.ascii(0, longestShortString + 1), WebAssembly.RuntimeError);
  });
});
