/**
 * What was counted, or may be: of a measure, rows of numbers by their column.
 * @typedef {Record<string, Record<string, Record<string, number>>>} Counts
 *
 * @typedef {object} Verdict
 * @property {number} within how many counts are no more than their budget
 * @property {import('./result.mjs').FailedTest[]} failures
 * @property {string[]} slack counts that are so much less that their budget guards nothing
 */

/**
 * By what share a count may be over its budget, and by one more, being rounded: counts that are the same in every run, but not with
 * every patch of a compiler.
 */
const tolerances = new Map([
  ['native instructions a block', 0.03],
  ['module instructions a block', 0.03],
  ['heap bytes a block', 0.05],
]);

const slackShare = 0.1;

/**
 * Compares measures with their budgets, cell by cell; budgets of other measures are left alone.
 * @param {Counts} counts
 * @param {Counts} budgets
 * @returns {Verdict}
 */
export function compareWithBudgets(counts, budgets) {
  /** @type {Verdict} */
  const verdict = { within: 0, failures: [], slack: [] };
  for (const [measure, rows] of Object.entries(counts)) {
    const counted = cellsOf(rows);
    const allowed = cellsOf(budgets[measure] ?? {});
    for (const [cell, count] of counted) {
      const name = `${measure}: ${cell}`;
      const budget = allowed.get(cell);
      if (budget === undefined) {
        verdict.failures.push({ name, message: `${count}, and there is no budget` });
      } else if (count > budget + toleranceOf(measure, budget)) {
        verdict.failures.push({ name, message: `${count}, and the budget is ${budget}${excess(count, budget)}` });
      } else {
        verdict.within += 1;
        if (count < budget * (1 - slackShare)) verdict.slack.push(`${name}: ${count}, and the budget is ${budget}`);
      }
    }
    for (const [cell, budget] of allowed) {
      if (counted.has(cell)) continue;
      verdict.failures.push({ name: `${measure}: ${cell}`, message: `not counted, and the budget is ${budget}` });
    }
  }
  return verdict;
}

/**
 * @param {string} measure
 * @param {number} budget
 */
function toleranceOf(measure, budget) {
  const share = tolerances.get(measure);
  return share === undefined ? 0 : budget * share + 1;
}

/**
 * @param {number} count
 * @param {number} budget
 */
function excess(count, budget) {
  return budget === 0 ? '' : ` (${((count / budget - 1) * 100).toFixed(1)} % over)`;
}

/**
 * @param {Record<string, Record<string, number>>} rows
 * @returns {Map<string, number>}
 */
function cellsOf(rows) {
  const cells = Object.entries(rows).flatMap(([row, columns]) =>
    Object.entries(columns).map(([column, value]) => /** @type {const} */ ([`${row}, ${column}`, value])),
  );
  return new Map(cells);
}
