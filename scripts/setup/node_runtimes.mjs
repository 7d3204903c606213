import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { installNpmPackages } from './npm_packages.mjs';
import { inRepository } from './paths.mjs';

/** The majors that the package promises to run in. */
export const runtimeMajors = /** @type {const} */ ([20, 22, 24, 26]);

const folder = inRepository('tests', 'runtimes');

export async function installNodeRuntimes() {
  await installNpmPackages(folder, `Node ${runtimeMajors.join(', ')} for the tests`);
  for (const major of runtimeMajors) runtimePath(major);
}

/**
 * npm skips an optional package silently, be it of another system or not to be had, so its absence is noticed here.
 * @param {number} major
 * @returns {string} the `node` of that version
 */
export function runtimePath(major) {
  const name = `node${major}-${process.platform}-${process.arch}`;
  const path = `${folder}/node_modules/${name}/bin/node`;
  if (!existsSync(path))
    throw new Failure(`Node ${major} is missing: ${path}; delete tests/runtimes/node_modules and try again`);
  return path;
}
