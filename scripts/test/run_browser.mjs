import { attempt } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';

/**
 * Runs a suite in a browser; its program tells the result as JSON on its last line.
 * @param {'chromium' | 'firefox'} browser
 * @param {string} program in tests/browser
 * @returns {Promise<import('./result.mjs').Result>}
 */
export async function runBrowser(browser, program) {
  const path = inRepository('build/tests/browser', `${program}.js`);
  const { code, output } = await attempt(process.execPath, [path, browser], { cwd: repository });
  const report = lastReport(output);
  if (!report) return { passed: 0, failures: [{ name: browser, message: `exit code ${code}\n${output.trim()}` }] };
  const { passed, failed, failures } = report;
  if ((code !== 0 || failed > 0) && failures.length === 0) {
    return { passed, failures: [{ name: browser, message: `exit code ${code}, ${failed} failed\n${output.trim()}` }] };
  }
  return { passed, failures };
}

/**
 * @typedef {{ passed: number, failed: number, failures: import('./result.mjs').FailedTest[] }} BrowserReport
 *
 * @param {string} output
 * @returns {BrowserReport | undefined}
 */
function lastReport(output) {
  const line = output.split('\n').findLast((candidate) => candidate.startsWith('{"passed":'));
  try {
    return line ? /** @type {BrowserReport} */ (JSON.parse(line)) : undefined;
  } catch {
    return undefined;
  }
}
