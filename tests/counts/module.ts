import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countingModule, executed } from './counting_module.js';
import type { Push } from './faces.js';
import { counted, instances } from './platform.js';
import { Report } from './report.js';
import { type Cell, cells } from './streams.js';

// Counts, in the steady state, the calls into the module and out of it, the instructions that it executes, and the copies; and its
// memory for parsers that wait for more.

const { faces, heardBy, provideWasm, read } = await import('./faces.js');
const wasm = readFileSync(fileURLToPath(import.meta.resolve('eventsource-wasm/event_stream_parser.wasm')));
await provideWasm(new WebAssembly.Module(countingModule(wasm)));

function executedInstructions(): number {
  return Number((instances[0]?.[executed] as WebAssembly.Global<'i64'>).value);
}

const report = new Report();

/** What has as few bytes the package copies in a loop, element by element, which is not seen. */
const bytesCopiedUnseen = 24;

function count(face: string, makeParser: () => Push, cell: Cell): void {
  const push = makeParser();
  const pushAll = (): void => {
    for (const chunk of cell.chunks) push(chunk);
  };
  pushAll();
  read.events = 0;
  Object.assign(counted, { crossings: 0, copies: 0, copiedBytes: 0 });
  const before = executedInstructions();
  pushAll();
  const instructions = executedInstructions() - before;
  assert.equal(read.events, cell.records);
  const isSeen = cell.chunks.some(({ length }) => length > bytesCopiedUnseen);
  assert.ok(counted.crossings > 0 && (counted.copies > 0 || !isSeen) && instructions > 0, 'the counters count');
  const row = `${face}, ${cell.stream}`;
  const bytes = cell.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  report.add('module instructions a block', row, cell.chunking, Math.round(instructions / cell.blocks));
  report.add('crossings a chunk', row, cell.chunking, counted.crossings / cell.chunks.length);
  report.add('copies a chunk', row, cell.chunking, counted.copies / cell.chunks.length);
  report.add('bytes copied a byte', row, cell.chunking, counted.copiedBytes / bytes);
}

const parsersAtRest = 10_000;
/** Nothing that one of them has is to be used by another. */
const atRest: unknown[] = [];

function countAtRest(face: string, makeParser: () => Push, cell: Cell): void {
  const memory = instances[0]?.['memory'] as WebAssembly.Memory;
  const rest = (): void => {
    const push = makeParser();
    push(cell.chunks[0] as Uint8Array);
    atRest.push(push);
  };
  // The memory that is there from the beginning is used up first; more comes in pages, some six bytes for each of so many parsers.
  const first = memory.buffer.byteLength;
  while (memory.buffer.byteLength === first) rest();
  const before = memory.buffer.byteLength;
  for (let i = 0; i < parsersAtRest; i++) rest();
  const grown = memory.buffer.byteLength - before;
  report.add('module bytes a parser at rest', `${face}, ${cell.stream}`, cell.chunking, grown / parsersAtRest);
}

for (const [face, makeParser] of Object.entries(faces)) {
  const all = heardBy(face, cells());
  for (const cell of all) count(face, makeParser, cell);
  for (const cell of all.filter(({ chunking }) => chunking === 'one block')) countAtRest(face, makeParser, cell);
}
report.print();
