import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildNative } from '../build/native.mjs';
import { buildTests, compiledTests } from '../build/tests.mjs';
import { filesUnder } from '../build/stamp.mjs';
import { runChecks } from '../lint/checks.mjs';
import { runtimeMajors, runtimePath } from '../setup/node_runtimes.mjs';
import { inRepository } from '../setup/paths.mjs';
import { runBrowser } from './run_browser.mjs';
import { runCounts } from './run_counts.mjs';
import { runCtest } from './run_ctest.mjs';
import { runNodeTests } from './run_node_tests.mjs';

const currentMajor = Number(process.versions.node.split('.')[0]);
/** One whose patch is the same everywhere, because how much V8 allocates depends on it. */
const countingMajor = 26;
const withoutEval = ['--disallow-code-generation-from-strings'];

/**
 * All that `npm test` runs: a row here is a row in its table.
 * @type {readonly import('./result.mjs').Suite[]}
 */
export const suites = [
  { name: 'lint', runtime: 'checks', quick: false, run: () => runChecks() },
  { name: 'core', runtime: 'native', quick: true, run: () => runCtest('native') },
  { name: 'core', runtime: 'sanitizers', quick: false, run: () => runCtest('sanitizers') },
  { name: 'counts', runtime: 'native', quick: true, run: countInNative },
  { name: 'counts', runtime: `Node ${countingMajor}`, quick: true, run: countInModule },
  ...runtimeMajors.map((major) => ({
    name: 'javascript',
    runtime: `Node ${major}`,
    quick: major === currentMajor,
    // Thousands of lives in virtual time are the same in every version.
    run: () => inNode(major, 'js', { without: major === currentMajor ? undefined : 'model' }),
  })),
  ...runtimeMajors.map((major) => ({
    name: 'node transport',
    runtime: `Node ${major}`,
    quick: false,
    run: () => overNodeTransport(major),
  })),
  ...runtimeMajors.map((major) => ({
    name: 'parser without eval',
    runtime: `Node ${major}`,
    quick: false,
    run: () => inNode(major, 'js/parser', { flags: withoutEval }),
  })),
  // One engine that makes short strings in WebAssembly, and one that does not.
  ...[...new Set([currentMajor, countingMajor])].map((major) => ({
    name: 'parser without Buffer',
    runtime: `Node ${major}`,
    quick: false,
    run: () => parserWithoutBuffer(major),
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
 * @param {{ flags?: readonly string[], without?: string | undefined }} [options] `without`: a folder in it that is left out
 */
async function inNode(major, folder, { flags = [], without } = {}) {
  await buildTests();
  const files = compiledTests(folder);
  const wanted = without === undefined ? files : files.filter((path) => !path.split(sep).includes(without));
  return runNodeTests({ node: runtimePath(major), files: wanted, flags });
}

async function countInNative() {
  const machine = `${process.platform} ${process.arch}`;
  if (machine !== 'linux x64')
    return { passed: 0, failures: [], leftOut: `the budgets are of linux x64, and this is ${machine}` };
  await buildTests();
  await buildNative('counts');
  return runCounts(process.execPath, ['native']);
}

async function countInModule() {
  await buildTests();
  return runCounts(runtimePath(countingMajor), ['module', 'allocations']);
}

/**
 * The suites that open connections, which go over it when this module has been loaded.
 * @param {number} major
 */
async function overNodeTransport(major) {
  await buildTests();
  const folders = ['client_suite', 'create_event_source', 'event_source', 'fetch_event_source', 'policy'];
  const files = folders.flatMap((folder) => compiledTests(`js/${folder}`));
  return runNodeTests({ node: runtimePath(major), files, flags: [loading('over_node_transport')] });
}

/** @param {number} major */
function parserWithoutBuffer(major) {
  return inNode(major, 'js/parser', { flags: [loading('without_buffer')] });
}

/** @param {string} support a module of tests/support that is loaded before the tests */
function loading(support) {
  return `--import=${pathToFileURL(inRepository(`build/tests/support/${support}.js`)).href}`;
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
