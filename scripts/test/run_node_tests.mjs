import { attempt } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';

/** @typedef {{ name: string, failed?: string }} Verdict */

const longestTest = 180_000;

/**
 * `node --test` over some files.
 * @param {object} task
 * @param {string} task.node
 * @param {readonly string[]} task.files
 * @param {readonly string[]} [task.flags]
 * @returns {Promise<import('./result.mjs').Result>}
 */
export async function runNodeTests({ node, files, flags = [] }) {
  if (files.length === 0) return { passed: 0, failures: [] };
  const reporter = `--test-reporter=${inRepository('scripts/test/node_reporter.mjs')}`;
  const args = [...flags, '--test', reporter, '--test-reporter-destination=stdout', `--test-timeout=${longestTest}`];
  // Under `node --test` itself, as our own tests are, this would make the reporter dumb.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { code, output } = await attempt(node, [...args, ...files], { cwd: repository, env });
  return readReport(output, code);
}

/**
 * @param {string} output
 * @param {number} code
 * @returns {import('./result.mjs').Result}
 */
export function readReport(output, code) {
  let passed = 0;
  /** @type {import('./result.mjs').FailedTest[]} */
  const failures = [];
  const otherLines = [];
  for (const line of output.split('\n')) {
    const verdict = parseVerdict(line);
    if (!verdict) otherLines.push(line);
    else if (verdict.failed === undefined) passed += 1;
    else failures.push({ name: verdict.name, message: verdict.failed });
  }
  if (code !== 0 && failures.length === 0) {
    failures.push({ name: '(the run)', message: `exit code ${code}\n${otherLines.join('\n').trim()}` });
  }
  return { passed, failures };
}

/**
 * @param {string} line
 * @returns {Verdict | undefined}
 */
function parseVerdict(line) {
  try {
    return line.startsWith('{"name":') ? /** @type {Verdict} */ (JSON.parse(line)) : undefined;
  } catch {
    return undefined;
  }
}
