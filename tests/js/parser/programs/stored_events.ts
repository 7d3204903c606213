import assert from 'node:assert/strict';
import { EventStreamParser } from 'eventsource-wasm';

// Stores one small event out of each chunk of 64 KiB. A slice keeps the string that it was cut from alive: if events were cut from
// one string for the whole chunk, the stored ones would keep 130 megabytes.

const chunks = 2000;

function heapUsed(): number {
  assert.ok(globalThis.gc, 'run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function chunkNumber(number: number, filler: string): Uint8Array {
  const events = [`event: keep\nid: ${number}-and-some-more\ndata: a small event with the number ${number}\n\n`];
  for (let size = 0; size < 65_000; size += 108) events.push(`data: ${filler.padEnd(100, 'x')}\n\n`);
  return new TextEncoder().encode(events.join(''));
}

function store(filler: string): number {
  const stored: unknown[] = [];
  const parser = new EventStreamParser();
  parser.on('keep', (event) => void stored.push(event));
  let others = 0;
  parser.on('message', () => {
    others++;
  });
  const before = heapUsed();
  for (let i = 0; i < chunks; i++) parser.push(chunkNumber(i, filler));
  const grown = heapUsed() - before;
  assert.equal(stored.length, chunks);
  assert.ok(others > chunks);
  parser.delete();
  return grown;
}

process.stdout.write(JSON.stringify({ ascii: store('ascii'), wide: store('水') }));
