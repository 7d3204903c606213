import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { repository } from '../setup/paths.mjs';

/**
 * Does `work` unless the same inputs were through it already and its outputs still exist.
 * @param {object} task
 * @param {string} task.stamp a file that remembers the inputs' hash
 * @param {readonly string[]} task.inputs files and folders, relative to the repository; those that do not exist count too
 * @param {readonly string[]} [task.also] other facts that the result depends on
 * @param {readonly string[]} task.outputs files
 * @param {() => Promise<void>} task.work
 */
export async function whenChanged({ stamp, inputs, also = [], outputs, work }) {
  const wanted = hashOf(inputs, also);
  const isDone = outputs.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isDone) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * @param {readonly string[]} inputs
 * @param {readonly string[]} also
 */
function hashOf(inputs, also) {
  const hash = createHash('sha256').update(JSON.stringify(also));
  for (const file of inputs.flatMap((path) => filesUnder(join(repository, path)))) {
    const content = readFileSync(file);
    hash.update(`${relative(repository, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  try {
    const names = readdirSync(path).sort();
    return names.filter((name) => name !== 'node_modules').flatMap((name) => filesUnder(join(path, name)));
  } catch {
    return [path];
  }
}
