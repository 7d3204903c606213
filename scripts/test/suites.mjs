import { buildTests, compiledTests } from '../build/tests.mjs';
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
    run: () => inNode(major, 'js'),
  })),
  ...runtimeMajors.map((major) => ({
    name: 'parser without eval',
    runtime: `Node ${major}`,
    quick: false,
    run: () => inNode(major, 'js/parser', withoutEval),
  })),
  { name: 'browser', runtime: 'Chromium', quick: false, run: () => inBrowser('chromium', 'run_browser') },
  { name: 'browser', runtime: 'Firefox', quick: false, run: () => inBrowser('firefox', 'run_browser') },
  { name: 'page lifecycle', runtime: 'Chromium', quick: false, run: () => inBrowser('chromium', 'run_page_lifecycle') },
  { name: 'page lifecycle', runtime: 'Firefox', quick: false, run: () => inBrowser('firefox', 'run_page_lifecycle') },
  { name: 'shared tabs', runtime: 'Chromium', quick: false, run: () => inBrowser('chromium', 'run_shared') },
  { name: 'shared tabs', runtime: 'Firefox', quick: false, run: () => inBrowser('firefox', 'run_shared') },
  {
    name: 'scripts',
    runtime: `Node ${currentMajor}`,
    quick: false,
    run: () => runNodeTests({ node: process.execPath, files: scriptTests() }),
  },
];

/**
 * @param {number} major
 * @param {string} folder of the compiled tests
 * @param {readonly string[]} [flags]
 */
async function inNode(major, folder, flags = []) {
  await buildTests();
  return runNodeTests({ node: runtimePath(major), files: compiledTests(folder), flags });
}

/**
 * @param {'chromium' | 'firefox'} browser
 * @param {string} program in tests/browser
 */
async function inBrowser(browser, program) {
  await buildTests();
  return runBrowser(browser, program);
}

function scriptTests() {
  return filesUnder(inRepository('tests', 'scripts')).filter((path) => path.endsWith('.test.mjs'));
}
