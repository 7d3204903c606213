import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from './command.mjs';

/** Older ones write ES modules that Node cannot load. */
export const oldestGoodEmcc = '3.1.69';

/**
 * The version in what `emcc --version` or emscripten-version.txt say.
 * @param {string} text
 * @returns {string | undefined}
 */
export function parseEmccVersion(text) {
  // The first line of `emcc --version` may name a commit as well: "… 3.1.69 (1f8b2c…)".
  const firstLine = text.split('\n').find((line) => /emcc|^"?\d/.test(line)) ?? '';
  return /(?:^|[\s"])(\d+\.\d+\.\d+)/.exec(firstLine)?.[1];
}

/** @param {string} version */
export function isGoodEmcc(version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = oldestGoodEmcc.split('.').map(Number);
  if (major !== oldMajor) return major > oldMajor;
  if (minor !== oldMinor) return minor > oldMinor;
  return patch >= oldPatch;
}

/**
 * @param {string} emcc
 * @returns {Promise<string | undefined>}
 */
export async function emccVersion(emcc) {
  // Starting emcc takes most of a second; the file beside it says the same.
  try {
    const file = join(dirname(realpathSync(emcc)), 'emscripten-version.txt');
    return parseEmccVersion(readFileSync(file, 'utf8'));
  } catch {
    const { code, output } = await attempt(emcc, ['--version']);
    return code === 0 ? parseEmccVersion(output) : undefined;
  }
}
