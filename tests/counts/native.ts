import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Report } from './report.js';
import { type Cell, cells } from './streams.js';

// Counts the instructions of the native parser, by callgrind.

const build = fileURLToPath(new URL('../../counts/', import.meta.url));
const program = join(build, 'tests/cpp/counted_program');
/** Stays, for callgrind_annotate. */
const output = join(build, 'callgrind');

function writeChunks(cell: Cell, path: string): void {
  const parts = cell.chunks.flatMap((chunk) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(chunk.length);
    return [length, chunk];
  });
  writeFileSync(path, Buffer.concat(parts));
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output);
const all = cells();
const paths = all.map((cell) => join(output, `${cell.stream}, ${cell.chunking}`.replaceAll(/\W+/g, '_')));
all.forEach((cell, index) => {
  writeChunks(cell, paths[index] as string);
});

const counter = ['-q', '--tool=callgrind', `--callgrind-out-file=${join(output, 'out')}`];
const printed = execFileSync('valgrind', [...counter, program, ...paths], { encoding: 'utf8' });
const lines = printed.trim().split('\n');

/** By the path that the program named them by. */
const instructions = new Map<string, number>();
for (const name of readdirSync(output).filter((name) => name.startsWith('out.'))) {
  const text = readFileSync(join(output, name), 'utf8');
  const path = /^desc: Trigger: Client Request: (.*)$/m.exec(text)?.[1];
  if (path === undefined) continue;
  instructions.set(path, Number(/^summary: (\d+)$/m.exec(text)?.[1]));
  renameSync(join(output, name), `${path}.callgrind`);
}

const report = new Report();
all.forEach((cell, index) => {
  const [records, allocations] = (lines[index] ?? '').split(' ').map(Number);
  const total = instructions.get(paths[index] as string);
  assert.equal(records, cell.records, `${cell.stream}, ${cell.chunking}`);
  assert.ok(total !== undefined && allocations !== undefined);
  report.add('native instructions a block', cell.stream, cell.chunking, Math.round(total / cell.blocks));
  report.add('native allocations a chunk', cell.stream, cell.chunking, allocations / cell.chunks.length);
});
report.print();
