/**
 * What one suite came to.
 * @typedef {{ name: string, message: string }} FailedTest
 * @typedef {{ passed: number, failures: FailedTest[], leftOut?: string }} Result `leftOut`: why this machine cannot run it
 *
 * One row of the table.
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} runtime
 * @property {boolean} quick whether `--quick` runs it
 * @property {() => Promise<Result>} run
 */

/**
 * A suite that ran nothing has proved nothing, unless it says why.
 * @param {Result} result
 * @returns {Result}
 */
export function withoutEmptySuccess(result) {
  if (result.passed > 0 || result.failures.length > 0 || result.leftOut !== undefined) return result;
  return { passed: 0, failures: [{ name: '(the suite)', message: 'no tests ran' }] };
}
