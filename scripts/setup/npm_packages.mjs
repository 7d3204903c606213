import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { step } from './progress.mjs';

/**
 * `npm ci`, when node_modules is not what the lockfile says.
 * @param {string} folder one with a package-lock.json
 * @param {string} what how the step is called on the terminal
 */
export async function installNpmPackages(folder, what) {
  const wanted = lockfileHash(folder);
  const stamp = join(folder, 'node_modules', '.installed-lockfile');
  if (readOrNothing(stamp) === wanted) return;

  await step(what, async () => {
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    writeFileSync(stamp, wanted);
  });
}

/** @param {string} folder */
function lockfileHash(folder) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(folder, 'package-lock.json')));
  // Optional packages differ between machines that share a work tree.
  hash.update(`${process.platform} ${process.arch}`);
  return hash.digest('hex');
}

/** @param {string} file */
function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
