// Parsing, bytes in and JavaScript strings out, against others and against the floor: what decoding the same bytes costs.
//
//   node bench/parsing/run.mjs [--quick] [--json FILE] [--picture FILE.svg]
//     [--runtimes all | node20,node22,node24,node26,chromium,firefox,bun,deno]   by default the Node that it runs in
//     [--inputs NAME,NAME]   only these, and without the long streams
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Failure, runMain } from '../../scripts/setup/failure.mjs';
import { inputs } from '../inputs.mjs';
import { lengthPart } from './measure_part.mjs';
import { drawPicture } from './picture.mjs';
import { formatReport } from './report.mjs';
import { runtimes, thisRuntime } from './runtimes.mjs';
import { oursAreRight } from './summary.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    picture: { type: 'string' },
    runtimes: { type: 'string' },
    inputs: { type: 'string' },
  },
});

const inputNames = options.inputs?.split(',') ?? inputs.map(({ name }) => name);

/** Of a cell, in milliseconds: all of them take a minute, or three and a half. */
const time = options.quick ? 400 : 2000;

/** @returns {(() => Promise<import('./runtimes.mjs').Runtime>)[]} */
function chosenRuntimes() {
  if (options.runtimes === undefined) return [thisRuntime];
  if (options.runtimes === 'all') return Object.values(runtimes);
  return options.runtimes.split(',').map((name) => {
    const open = runtimes[name];
    if (open === undefined)
      throw new Failure(`There is no runtime "${name}"; there is ${Object.keys(runtimes).join(', ')}`);
    return open;
  });
}

/**
 * @param {import('./runtimes.mjs').Runtime} runtime
 * @returns {Promise<import('./report.mjs').Result>}
 */
async function measureIn(runtime) {
  const cells = [];
  for (const name of inputNames) cells.push(...(await runtime.measure(name, { quick: options.quick, time })));
  const result = { runtime: runtime.label, cells };
  if (options.inputs !== undefined) return result;
  return { ...result, length: await runtime.measure(lengthPart, { quick: options.quick, time }) };
}

await runMain(async () => {
  const results = [];
  for (const open of chosenRuntimes()) {
    const runtime = await open();
    try {
      const result = await measureIn(runtime);
      results.push(result);
      console.log(`${formatReport(result)}\n`);
    } finally {
      await runtime.close();
    }
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ results }, null, 2)}\n`);
  if (options.picture !== undefined) writeFileSync(options.picture, drawPicture(results));
  return results.every(({ cells }) => oursAreRight(cells)) ? 0 : 1;
});
