import { runProgram } from '../support/run_program.js';
import { faces, heardBy } from './faces.js';
import { Report } from './report.js';
import { cells } from './streams.js';

// Counts the bytes that V8 allocates for a block. Each stream has a process of its own: what V8 makes of a function depends on all
// that went through it.

// Code is compiled at the same moment in every run, and nothing is collected while we count.
const flags = ['--predictable', '--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
const program = new URL('programs/allocating.js', import.meta.url);

const rows = Object.keys(faces).flatMap((face) =>
  [...new Set(heardBy(face, cells()).map(({ stream }) => stream))].map((stream) => ({ face, stream })),
);
const report = new Report();
for (const { face, stream } of rows) {
  const allocated = JSON.parse(await runProgram(program, flags, [face, stream])) as [string, number][];
  for (const [chunking, bytes] of allocated) report.add('heap bytes a block', `${face}, ${stream}`, chunking, bytes);
}
report.print();
