// Runs every suite and ends with a table. `--quick`: native and this Node only; `--only <name>`: suites so named.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { installNativeTools } from './setup/native_tools.mjs';
import { installNodeRuntimes } from './setup/node_runtimes.mjs';
import { setUpEverything } from './setup/everything.mjs';
import { Failure, runMain } from './setup/failure.mjs';
import { say, secondsSince, showCounter } from './setup/progress.mjs';
import { withoutEmptySuccess } from './test/result.mjs';
import { suites } from './test/suites.mjs';
import { formatTable } from './test/table.mjs';

/** @typedef {import('./test/result.mjs').Suite} Suite */

await runMain(async () => {
  const start = performance.now();
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } });
  const chosen = choose(values);

  if (values.quick) {
    await installNativeTools();
    await installNodeRuntimes();
  } else {
    await setUpEverything();
  }
  await build();

  const finished = [];
  for (const suite of chosen) finished.push(await runSuite(suite));

  for (const { row, failures } of finished) {
    for (const { name, message } of failures) say(`\n✗ ${row.suite}, ${row.runtime}: ${name}\n${indent(message)}`);
  }
  const rows = finished.map(({ row }) => row);
  const failed = sum(rows.map((row) => row.failed));
  say(`\n${formatTable(rows)}\n\nin ${secondsSince(start)}, set-up and build included`);
  say(`${sum(rows.map((row) => row.passed))} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/** @param {{ quick?: boolean | undefined, only?: string | undefined }} options */
function choose({ quick, only }) {
  const chosen = suites.filter((suite) => {
    const isNamed = only === undefined || `${suite.name} ${suite.runtime}`.toLowerCase().includes(only.toLowerCase());
    return isNamed && (!quick || suite.quick);
  });
  if (chosen.length === 0) throw new Failure(`No suite is called "${only}"; there is ${[...suiteNames()].join(', ')}`);
  return chosen;
}

function suiteNames() {
  return new Set(suites.map(({ name, runtime }) => `"${name} ${runtime}"`));
}

/** @param {Suite} suite */
async function runSuite(suite) {
  const start = performance.now();
  showCounter(`${suite.name}, ${suite.runtime} …`);
  const { passed, failures, leftOut } = withoutEmptySuccess(await runOrFail(suite));
  const outcome = leftOut === undefined ? `${passed} passed, ${failures.length} failed` : `left out: ${leftOut}`;
  say(`${suite.name}, ${suite.runtime}: ${outcome} (${secondsSince(start)})`);
  const seconds = (performance.now() - start) / 1000;
  return { row: { suite: suite.name, runtime: suite.runtime, passed, failed: failures.length, seconds }, failures };
}

/**
 * A suite that cannot run has failed; the others run all the same.
 * @param {Suite} suite
 */
async function runOrFail(suite) {
  try {
    return await suite.run();
  } catch (error) {
    const message = error instanceof Failure ? error.message : String(error instanceof Error ? error.stack : error);
    return { passed: 0, failures: [{ name: '(the suite)', message }] };
  }
}

/** @param {string} text */
function indent(text) {
  const lines = text.split('\n');
  const shown = lines.length > 60 ? [...lines.slice(0, 60), `… ${lines.length - 60} more lines`] : lines;
  return shown.map((line) => `  ${line}`).join('\n');
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
