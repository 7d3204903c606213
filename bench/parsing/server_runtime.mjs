import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Failure } from '../../scripts/setup/failure.mjs';
import { installNodeRuntimes, runtimePath } from '../../scripts/setup/node_runtimes.mjs';
import { installNpmPackages } from '../../scripts/setup/npm_packages.mjs';
import { inRepository } from '../../scripts/setup/paths.mjs';

const execute = promisify(execFile);
const program = fileURLToPath(new URL('measure_process.mjs', import.meta.url));

/** @typedef {import('./runtimes.mjs').Runtime} Runtime */

/**
 * The Node that this is, or another one that the tests run in.
 *
 * @param {number} [major]
 * @returns {Promise<Runtime>}
 */
export async function openNode(major) {
  if (major !== undefined) await installNodeRuntimes();
  const path = major === undefined ? process.execPath : runtimePath(major);
  return serverRuntime(`Node ${await version(path, ['-p', 'process.versions.node'])}`, path, []);
}

/** @returns {Promise<Runtime>} */
export async function openBun() {
  const path = await ownRuntime('bun', 'bin/bun');
  return serverRuntime(`Bun ${await version(path, ['--version'])}`, path, ['run']);
}

/** @returns {Promise<Runtime>} */
export async function openDeno() {
  const path = await ownRuntime('deno', 'deno');
  const flags = ['run', '--quiet', '--allow-all', '--no-lock', '--node-modules-dir=manual'];
  return serverRuntime(`Deno ${(await version(path, ['--version'])).split(' ')[1]}`, path, flags);
}

/**
 * @param {string} label
 * @param {string} path
 * @param {readonly string[]} flags
 * @returns {Runtime}
 */
function serverRuntime(label, path, flags) {
  return {
    label: `${label}, ${process.platform} ${process.arch}`,
    async measure(part, options) {
      const { stdout } = await execute(path, [...flags, program, part, JSON.stringify(options)], {
        cwd: inRepository('bench'),
        maxBuffer: 2 ** 26,
      });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    },
    close: async () => undefined,
  };
}

/**
 * @param {string} name
 * @param {string} program in its package
 */
async function ownRuntime(name, program) {
  const folder = inRepository('bench', 'runtimes');
  await installNpmPackages(folder, 'Bun and Deno');
  const path = `${folder}/node_modules/${name}-${process.platform}-${process.arch}/${program}`;
  if (!existsSync(path)) throw new Failure(`${name} is not to be had for ${process.platform} ${process.arch}: ${path}`);
  return path;
}

/**
 * @param {string} path
 * @param {readonly string[]} args
 */
async function version(path, args) {
  return (await execute(path, args)).stdout.split('\n')[0] ?? '';
}
