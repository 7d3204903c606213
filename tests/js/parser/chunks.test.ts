import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser } from 'eventsource-wasm';

// What a chunk may be: bytes in any kind of memory, or text cut anywhere.

function collect() {
  const seen: string[] = [];
  const parser = new EventStreamParser({ onEvent: ({ data }) => seen.push(data) });
  return { parser, seen };
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('bytes', () => {
  test('in a Buffer, a view into a larger memory, a DataView, an ArrayBuffer', () => {
    const { parser, seen } = collect();
    const larger = bytes('xxxdata: 2\n\nxxx');
    const view = larger.subarray(3, -3);
    parser.push(Buffer.from('data: 1\n\n'));
    parser.push(view);
    parser.push(new DataView(larger.buffer, view.byteOffset, view.byteLength) as unknown as Uint8Array);
    parser.push(bytes('data: 4\n\n').buffer as unknown as Uint8Array);
    assert.deepEqual(seen, ['1', '2', '2', '4']);
  });

  test('in shared memory', () => {
    const { parser, seen } = collect();
    const stream = bytes('data: 水\n\n');
    const shared = new Uint8Array(new SharedArrayBuffer(stream.length));
    shared.set(stream);
    parser.push(shared);
    assert.deepEqual(seen, ['水']);
  });

  test('in memory that was taken away are refused, and the parser goes on', () => {
    const { parser, seen } = collect();
    const chunk = bytes('data: lost\n\n');
    structuredClone(chunk, { transfer: [chunk.buffer] });
    parser.push('data: 1\n');
    assert.throws(() => parser.push(chunk), TypeError);
    parser.push('data: 2\n\n');
    assert.deepEqual(seen, ['1\n2']);
  });

  test('may be more than the module takes at once', () => {
    const { parser, seen } = collect();
    const large = `${'x'.repeat(5_000_000)}水`;
    parser.push(bytes(`data: 1\n\ndata: ${large}\n\ndata: 2\n\ndata: ${large}\n\ndata: 3\n`));
    parser.push(bytes('\n'));
    assert.deepEqual(
      seen.map((data) => data.length),
      [1, large.length, 1, large.length, 1],
    );
    assert.ok(seen[1] === large && seen[3] === large);
  });

  test('may be changed by the caller as soon as push has returned', () => {
    const { parser, seen } = collect();
    const chunk = bytes('data: 1');
    parser.push(chunk);
    chunk.fill(0x7a);
    parser.push('\n\n');
    assert.deepEqual(seen, ['1']);
  });

  test('are left as they are', () => {
    const { parser } = collect();
    const chunk = Uint8Array.of(...bytes('data: '), 0xff, 0x0a, 0x0a);
    const copy = chunk.slice();
    parser.push(chunk);
    assert.deepEqual(chunk, copy);
  });

  test('may be none', () => {
    const { parser, seen } = collect();
    parser.push(new Uint8Array());
    parser.push('data: 1\n');
    parser.push(new Uint8Array());
    parser.push('');
    parser.push('\n');
    assert.deepEqual(seen, ['1']);
  });

  test('what is no chunk is refused', () => {
    const { parser, seen } = collect();
    for (const chunk of [undefined, null, 5, {}, [1, 2], new Blob(['data'])]) {
      assert.throws(() => parser.push(chunk as string), TypeError);
    }
    parser.push('data: 1\n\n');
    assert.deepEqual(seen, ['1']);
  });

  test('more than the input buffer takes at once', () => {
    const { parser, seen } = collect();
    const lines = Array.from({ length: 5000 }, (_, index) => `${index} ${'水é🎉x'.repeat(index % 30)}`);
    parser.push(bytes(lines.map((line) => `data: ${line}\r\n\r\n`).join('')));
    assert.deepEqual(seen, lines);
  });

  test('of every length around that of the input buffer', () => {
    for (const length of [65_535, 65_536, 65_537, 131_071, 131_072, 131_073]) {
      const { parser, seen } = collect();
      const data = 'x'.repeat(length - 'data: \n\n'.length);
      const stream = bytes(`data: ${data}\n\n`);
      assert.equal(stream.length, length);
      parser.push(stream);
      parser.push(`data: ${data}\n\n`);
      assert.deepEqual(seen, [data, data]);
    }
  });
});

describe('text', () => {
  test('may be cut within a surrogate pair', () => {
    const { parser, seen } = collect();
    for (const unit of 'data: 🎉\ndata:🎉🎉\n\n'.split('')) parser.push(unit);
    assert.deepEqual(seen, ['🎉\n🎉🎉']);
  });

  test('may be cut within a surrogate pair by an empty chunk', () => {
    const { parser, seen } = collect();
    for (const chunk of ['data: \u{D83C}', '', '', '\u{DF89}\n\n']) parser.push(chunk);
    assert.deepEqual(seen, ['🎉']);
  });

  test('has U+FFFD for a lone surrogate', () => {
    const { parser, seen } = collect();
    for (const chunk of ['data: \u{D83C}', 'x\n', 'data: \u{DF89}\u{D83C}\u{D83C}', '\u{DF89}\n\n']) parser.push(chunk);
    assert.deepEqual(seen, ['\u{FFFD}x\n\u{FFFD}\u{FFFD}🎉']);
  });

  test('has nothing of the stream before', () => {
    const { parser, seen } = collect();
    parser.push('data: \u{D83C}');
    parser.end();
    parser.push('\u{DF89}\ndata: 1\n\n');
    parser.push('data: \u{D83C}');
    parser.reset();
    parser.push('\u{DF89}\ndata: 2\n\n');
    assert.deepEqual(seen, ['1', '2']);
  });

  test('may have a byte order mark', () => {
    const { parser, seen } = collect();
    parser.push('\u{FEFF}');
    parser.push('data: 1\n\n');
    assert.deepEqual(seen, ['1']);
  });

  test('and bytes may take turns', () => {
    const { parser, seen } = collect();
    parser.push('da');
    parser.push(bytes('ta: é'));
    parser.push('水');
    parser.push(bytes('\n'));
    parser.push('\n');
    assert.deepEqual(seen, ['é水']);
  });

  test('more than the input buffer takes at once', () => {
    const { parser, seen } = collect();
    for (const unit of ['x', 'é', '水', '🎉', 'x🎉']) {
      const data = unit.repeat(100_000);
      parser.push(`data: ${data}\n\n`);
      assert.equal(seen.pop(), data);
    }
  });
});
