import { compiledTests } from '../build/tests.mjs';
import { filesUnder } from '../build/stamp.mjs';
import { runChecks } from '../lint/checks.mjs';
import { runtimeMajors, runtimePath } from '../setup/node_runtimes.mjs';
import { inRepository } from '../setup/paths.mjs';
import { runBrowser } from './run_browser.mjs';
import { runCtest } from './run_ctest.mjs';
import { runNodeTests } from './run_node_tests.mjs';

const currentMajor = Number(process.versions.node.split('.')[0]);
const withoutEval = ['--disallow-code-generation-from-strings'];

/**
 * All that `npm test` runs: a row here is a row in its table.
 * @type {readonly import('./result.mjs').Suite[]}
 */
export const suites = [
  { name: 'lint', runtime: 'checks', quick: false, run: () => runChecks() },
  { name: 'core', runtime: 'native', quick: true, run: () => runCtest('native') },
  { name: 'core', runtime: 'sanitizers', quick: false, run: () => runCtest('sanitizers') },
  ...runtimeMajors.map((major) => ({
    name: 'javascript',
    runtime: `Node ${major}`,
    quick: major === currentMajor,
    run: () => runNodeTests({ node: runtimePath(major), files: compiledTests('js') }),
  })),
  ...runtimeMajors.map((major) => ({
    name: 'parser without eval',
    runtime: `Node ${major}`,
    quick: false,
    run: () => runNodeTests({ node: runtimePath(major), files: compiledTests('js/parser'), flags: withoutEval }),
  })),
  { name: 'browser', runtime: 'Chromium', quick: false, run: () => runBrowser('chromium') },
  { name: 'browser', runtime: 'Firefox', quick: false, run: () => runBrowser('firefox') },
  {
    name: 'scripts',
    runtime: `Node ${currentMajor}`,
    quick: false,
    run: () => runNodeTests({ node: process.execPath, files: scriptTests() }),
  },
];

function scriptTests() {
  return filesUnder(inRepository('tests', 'scripts')).filter((path) => path.endsWith('.test.mjs'));
}
