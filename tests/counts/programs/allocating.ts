import assert from 'node:assert/strict';
import { getHeapStatistics } from 'node:v8';
import { faces, type Push, read } from '../faces.js';
import { type Cell, cells } from '../streams.js';

// What V8 allocates, in bytes a block, when one face reads one stream in each cut.

const warmUps = 20;
const rounds = 5;

const [face = '', stream = ''] = process.argv.slice(2);
const cut = cells().filter((cell) => cell.stream === stream);
const makeParser = faces[face];
assert.ok(makeParser !== undefined && cut.length > 0, `there is no ${face} or no ${stream}`);

function pushAll(push: Push, chunks: readonly Uint8Array[], times: number): void {
  for (let i = 0; i < times; i++) for (const chunk of chunks) push(chunk);
}

for (const { chunks } of cut) pushAll(makeParser(), chunks, warmUps);

const count = ({ chunking, chunks, blocks, records }: Cell): [string, number] => {
  const push = makeParser();
  pushAll(push, chunks, 1);
  read.events = 0;
  assert.ok(globalThis.gc, 'run with --expose-gc');
  globalThis.gc({ type: 'minor' });
  const before = getHeapStatistics().used_heap_size;
  pushAll(push, chunks, rounds);
  const bytes = getHeapStatistics().used_heap_size - before;
  assert.equal(read.events, records * rounds);
  return [chunking, Math.round(bytes / rounds / blocks)];
};
// The first that counts is settled no more than what it counts.
cut.forEach(count);
process.stdout.write(JSON.stringify(cut.map(count)));
