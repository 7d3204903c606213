import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser } from 'eventsource-wasm';
import { createParser } from 'eventsource-wasm/parser';
import { moduleMemory } from '../../support/module_memory.js';
import { runProgram } from '../../support/run_program.js';

const mebibyte = 1024 * 1024;

describe('the memory of the WebAssembly module', () => {
  test('is where it was after 10,000 streams', () => {
    const chunk = new TextEncoder().encode(
      'event: add\nid: 1\ndata: 1234567890\n\ndata: an event that is not complete',
    );
    const openAndClose = () => {
      const parser = new EventStreamParser({ onComment: () => undefined });
      for (const type of [
        'add',
        'remove',
        'a type that is long enough to have memory of its own: more than 64 bytes',
      ]) {
        parser.on(type, () => undefined);
      }
      parser.push(chunk);
      parser.push(': a comment that is not complete');
      parser.end();
      parser.delete();
    };
    for (let i = 0; i < 100; i++) openAndClose();
    const before = moduleMemory();
    for (let i = 0; i < 10_000; i++) openAndClose();
    assert.equal(moduleMemory(), before);
  });

  test('is where it was after 10,000 streams were open at once, twice', () => {
    const open = () => Array.from({ length: 10_000 }, () => new EventStreamParser());
    const use = (parsers: EventStreamParser[]) => {
      for (const parser of parsers) parser.push('id: 1\ndata: an event that is not complete');
      for (const parser of parsers) parser.delete();
    };
    use(open());
    const before = moduleMemory();
    use(open());
    assert.equal(moduleMemory(), before);
  });

  test('nothing is kept of a comment, however long it is', () => {
    const parser = new EventStreamParser();
    const chunk = new Uint8Array(60_000).fill(0x78);
    parser.push(chunk);
    parser.reset();
    const before = moduleMemory();
    parser.push('data: x\n\n: ');
    for (let i = 0; i < 200; i++) parser.push(chunk);
    assert.equal(moduleMemory(), before);
    parser.delete();
  });

  test('is where it was after resets', () => {
    const parser = new EventStreamParser({ maxEventSize: 100_000 });
    const chunk = new Uint8Array(60_000).fill(0x78);
    const fillAndReset = () => {
      parser.push('id: 1\ndata: ');
      parser.push(chunk);
      assert.throws(() => parser.push(chunk), { code: 'ERR_SSE_EVENT_TOO_LARGE' });
      parser.reset();
    };
    fillAndReset();
    const before = moduleMemory();
    for (let i = 0; i < 2000; i++) fillAndReset();
    assert.equal(moduleMemory(), before);
    parser.delete();
  });

  test('is given back by the garbage collector when parsers are dropped', async () => {
    const program = new URL('programs/dropped_parsers.js', import.meta.url);
    const { before, after } = JSON.parse(await runProgram(program, ['--expose-gc'])) as {
      before: number;
      after: number;
    };
    assert.ok(before < 64 * mebibyte, `it began with ${before} bytes`);
    assert.ok(after <= before * 1.5, `${before} bytes became ${after}`);
  });
});

describe('a line of 16 MiB', () => {
  const line = 'x'.repeat(16 * mebibyte);

  test('in chunks of 1 KiB', () => {
    let data = '';
    const parser = new EventStreamParser({ onEvent: (event) => (data = event.data) });
    const chunk = new Uint8Array(1024).fill(0x78);
    parser.push('data: ');
    for (let sent = 0; sent < line.length; sent += chunk.length) parser.push(chunk);
    parser.push('\n\n');
    parser.delete();
    assert.ok(data === line);
  });

  test('in one chunk, as bytes and as text', () => {
    let data = '';
    const parser = createParser({ onEvent: (event) => (data = event.data) });
    parser.feed(new TextEncoder().encode(`data: ${line}\n\n`));
    assert.ok(data === line);
    data = '';
    parser.feed(`data: ${line}\n\n`);
    assert.ok(data === line);
  });

  test('of wide characters', () => {
    let data = '';
    const parser = new EventStreamParser({ onEvent: (event) => (data = event.data) });
    const wide = '水🎉é'.repeat(mebibyte);
    const stream = new TextEncoder().encode(`data: ${wide}\n\n`);
    for (let begin = 0; begin < stream.length; begin += 10_001) parser.push(stream.subarray(begin, begin + 10_001));
    parser.delete();
    assert.ok(data === wide);
  });
});

test('a stored event keeps little more than itself alive', async () => {
  const program = new URL('programs/stored_events.js', import.meta.url);
  const { ascii, wide } = JSON.parse(await runProgram(program, ['--expose-gc'])) as { ascii: number; wide: number };
  // 2000 events of about 100 bytes, each with the group of events that it was cut from: at most 16 KiB of text, whose
  // characters take up twice that if one of them is not ASCII.
  assert.ok(ascii < 40 * mebibyte, `${ascii} bytes are kept`);
  assert.ok(wide < 72 * mebibyte, `${wide} bytes are kept`);
});
