// Parsing, bytes in and JavaScript strings out, against others and against the floor: what decoding the same bytes costs.
//
//   node bench/run.mjs [--quick] [--json FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chunkings } from './chunkings.mjs';
import { inputs, makeEvents } from './inputs.mjs';
import { geometricMean, measure } from './measure.mjs';
import { subjects } from './subjects.mjs';
import { formatTable } from './table.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'string' } } });
const rounds = options.quick === true ? 9 : 41;
const events = 10_000;

const ours = ['createParser', 'EventStreamParser'];
const peer = 'eventsource-parser 4';

/** @type {{ input: string, chunking: string, costs: Record<string, import('./measure.mjs').Cost>, ratios: Record<'wall' | 'cpu', number[]> }[]} */
const cells = [];
for (const input of inputs) {
  for (const chunking of chunkings) {
    /** @param {number} seed */
    const makeChunks = (seed) => chunking.cut(makeEvents(input, { seed, events }));
    const costs = Object.fromEntries(measure(subjects, { rounds, events, types: input.types, makeChunks }));
    /** @param {'wall' | 'cpu'} clock */
    const ratiosBy = (clock) => ours.map((name) => (costs[peer]?.[clock] ?? NaN) / (costs[name]?.[clock] ?? NaN));
    cells.push({
      input: input.name,
      chunking: chunking.name,
      costs,
      ratios: { wall: ratiosBy('wall'), cpu: ratiosBy('cpu') },
    });
  }
}

const runtime = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
const names = subjects.map(({ name }) => name);

/** @param {number} nanoseconds */
const show = (nanoseconds) => nanoseconds.toFixed(0);

console.log(`${runtime}; ${rounds} rounds of ${events} events, medians`);
for (const clock of /** @type {const} */ (['wall', 'cpu'])) {
  console.log(`\nNanoseconds an event, ${clock === 'wall' ? 'by the clock' : 'of CPU time, all threads'}\n`);
  const head = ['stream', 'chunks', ...names, ...ours.map((name) => `peer / ${name}`)];
  const rows = cells.map(({ input, chunking, costs, ratios }) => [
    input,
    chunking,
    ...names.map((name) => show(costs[name]?.[clock] ?? NaN)),
    ...ratios[clock].map((ratio) => ratio.toFixed(2)),
  ]);
  console.log(formatTable(head, rows));
}

const means = ours.map((_, i) => geometricMean(cells.map(({ ratios }) => ratios.wall[i] ?? NaN)));
console.log('');
ours.forEach((name, i) => {
  const least = Math.min(...cells.map(({ ratios }) => ratios.wall[i] ?? NaN));
  console.log(
    `${name}: ${(means[i] ?? NaN).toFixed(2)} times as fast as ${peer} (geometric mean), ${least.toFixed(2)} at least`,
  );
});

if (options.json !== undefined) {
  writeFileSync(options.json, `${JSON.stringify({ runtime, rounds, events, cells, means }, null, 2)}\n`);
}
