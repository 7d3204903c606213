import { existsSync } from 'node:fs';
import { configureNative } from '../build/native.mjs';
import { filesUnder } from '../build/stamp.mjs';
import { attempt, findOnPath } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { inParallel } from './parallel.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<string>} run resolves with what is wrong; nothing is wrong when that is empty
 * @property {() => Promise<string>} [fix] corrects what it can, and resolves with what is left
 */

/** @type {readonly Check[]} */
export const checks = [
  { name: 'clang-format', run: () => clangFormat('--dry-run', '--Werror'), fix: () => clangFormat('-i') },
  { name: 'clang-tidy', run: clangTidy },
  { name: 'tsc, js', run: () => node('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json') },
  { name: 'tsc, tests', run: () => node('typescript/bin/tsc', '--noEmit', '-p', 'tests/tsconfig.json') },
  { name: 'tsc, scripts', run: () => node('typescript/bin/tsc', '-p', 'scripts/tsconfig.json') },
  { name: 'eslint', run: () => eslint(), fix: () => eslint('--fix') },
  { name: 'prettier', run: () => prettier('--check'), fix: () => prettier('--write') },
];

/** @returns {Promise<import('../test/result.mjs').Result>} */
export async function runChecks() {
  const failures = [];
  for (const { name, run } of checks) {
    const message = await run();
    if (message) failures.push({ name, message });
  }
  return { passed: checks.length - failures.length, failures };
}

const cppFolders = ['src', 'bindings', 'tests/cpp', 'fuzz', 'bench/cpp'];
const jsFolders = ['js', 'tests', 'scripts', 'examples', 'bench', 'adversary'];

/** @param {...string} args */
function clangFormat(...args) {
  return complaints(llvmTool('clang-format'), [...args, ...cppFiles(cppFolders, /\.(cpp|h)$/)]);
}

/** The binding is left to the warnings of Emscripten's own clang: its headers are newer than this clang-tidy. */
async function clangTidy() {
  // This preset compiles all that clang-tidy should see, the fuzzers too.
  await configureNative('sanitizers');
  const files = cppFiles(['src', 'tests/cpp', 'fuzz'], /\.cpp$/);
  const outputs = await inParallel(files, (path) =>
    complaints(llvmTool('clang-tidy'), ['--quiet', '-p', 'build/sanitizers', path]),
  );
  return outputs.filter(Boolean).join('\n');
}

/** @param {...string} args */
function eslint(...args) {
  return node('eslint/bin/eslint.js', '--max-warnings=0', ...args, ...existing(['eslint.config.js', ...jsFolders]));
}

/** @param {...string} args */
function prettier(...args) {
  const patterns = existing(jsFolders).map((folder) => `${folder}/**/*.{ts,mts,js,mjs,json,css}`);
  return node('prettier/bin/prettier.cjs', ...args, '--no-error-on-unmatched-pattern', ...patterns, '*.{js,json}');
}

/**
 * @param {string} program in node_modules
 * @param {...string} args
 */
function node(program, ...args) {
  return complaints(process.execPath, [inRepository('node_modules', program), ...args]);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function complaints(command, args) {
  const { code, output } = await attempt(command, args, { cwd: repository });
  return code === 0 ? '' : output.trim() || `${command}: exit code ${code}`;
}

/**
 * The version that Debian 12 has, where there are several: other versions format otherwise.
 * @param {string} name
 */
function llvmTool(name) {
  return findOnPath(`${name}-14`, name) ?? name;
}

/**
 * @param {readonly string[]} folders
 * @param {RegExp} pattern
 */
function cppFiles(folders, pattern) {
  return folders.flatMap((folder) => filesUnder(inRepository(folder))).filter((path) => pattern.test(path));
}

/** @param {readonly string[]} paths */
function existing(paths) {
  return paths.filter((path) => existsSync(inRepository(path)));
}
