import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { say } from '../setup/progress.mjs';
import { compareWithBudgets } from './budgets.mjs';

/** @typedef {import('./budgets.mjs').Counts} Counts */

const budgetFile = inRepository('tests', 'counts', 'budgets.json');

/**
 * Runs programs of tests/counts, which print what they count as JSON on their last line, and holds it against the budgets.
 * With `UPDATE_BUDGETS=1` in the environment, what was counted becomes the budget.
 * @param {string} node
 * @param {readonly string[]} programs
 * @returns {Promise<import('./result.mjs').Result>}
 */
export async function runCounts(node, programs) {
  /** @type {Counts} */
  const counts = {};
  for (const program of programs) {
    const path = inRepository('build', 'tests', 'counts', `${program}.js`);
    const output = await run(node, [path], { cwd: repository, name: `Counting ${program}` });
    Object.assign(counts, JSON.parse(output.trimEnd().split('\n').at(-1) ?? ''));
  }
  if (process.env.UPDATE_BUDGETS === '1') await updateBudgets(counts);

  const { within, failures, slack } = compareWithBudgets(counts, readBudgets());
  if (slack.length > 0) {
    say('Budgets that can come down, by UPDATE_BUDGETS=1 npm test -- --only counts:');
    for (const line of slack) say(`  ${line}`);
  }
  return { passed: within, failures };
}

/** @returns {Counts} */
function readBudgets() {
  /** @type {unknown} */
  const budgets = JSON.parse(readFileSync(budgetFile, 'utf8'));
  return /** @type {Counts} */ (budgets);
}

/** @param {Counts} counts */
async function updateBudgets(counts) {
  // Here, because this file is loaded before the package's tools are installed.
  const { format, resolveConfig } = await import('prettier');
  const text = JSON.stringify({ ...readBudgets(), ...counts });
  writeFileSync(budgetFile, await format(text, { ...(await resolveConfig(budgetFile)), filepath: budgetFile }));
}
