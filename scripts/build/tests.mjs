import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { step } from '../setup/progress.mjs';
import { filesUnder, whenChanged } from './stamp.mjs';

const folder = inRepository('build', 'tests');

/** Compiles tests/ into build/tests; the package has been built before. */
export async function buildTests() {
  await whenChanged({
    stamp: inRepository('build', 'tests.sha256'),
    inputs: ['tests', 'dist', 'tsconfig.base.json', 'package-lock.json'],
    outputs: [folder],
    work: () => step('Tests compiled', compile),
  });
  linkDist();
}

async function compile() {
  rmSync(folder, { recursive: true, force: true });
  await run(process.execPath, [inRepository('node_modules/typescript/bin/tsc'), '-p', 'tests/tsconfig.json'], {
    cwd: repository,
    name: 'Compiling the tests',
  });
}

/** A test names an inner module relative to its source, `../../../dist/…`: from its compiled place that is build/dist. */
function linkDist() {
  const link = inRepository('build', 'dist');
  if (existsSync(link)) return;
  mkdirSync(inRepository('build'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../dist', link);
}

/**
 * @param {string} under a folder of build/tests
 * @returns {string[]} the test files in it
 */
export function compiledTests(under) {
  return filesUnder(`${folder}/${under}`).filter((path) => path.endsWith('.test.js'));
}
