import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath } from './command.mjs';
import { debianRootFolder, makeDebianRoot } from './debian_root.mjs';
import { emccVersion, isGoodEmcc, oldestGoodEmcc } from './emcc_version.mjs';
import { say } from './progress.mjs';

/**
 * Where the WebAssembly is compiled: with a compiler of this machine, or inside a Debian root of our own.
 * @typedef {{ kind: 'host', folder: string, version: string } | { kind: 'root', root: string }} Emscripten
 */

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ good?: Emscripten, tooOld?: string }>}
 */
export async function findEmscripten(env = process.env) {
  let tooOld;
  const candidates = [findOnPath('emcc'), env.EMSDK && join(env.EMSDK, 'upstream', 'emscripten', 'emcc')];
  for (const emcc of candidates) {
    if (!emcc || !existsSync(emcc)) continue;
    const version = await emccVersion(emcc);
    if (version && isGoodEmcc(version)) return { good: { kind: 'host', folder: dirname(emcc), version } };
    tooOld = `${emcc} is ${version ?? 'of an unknown version'}, ${oldestGoodEmcc} or newer is needed`;
  }
  const root = debianRootFolder();
  if (existsSync(root)) return { good: { kind: 'root', root }, ...(tooOld && { tooOld }) };
  return tooOld ? { tooOld } : {};
}

/** @returns {Promise<Emscripten>} */
export async function installEmscripten() {
  const { good, tooOld } = await findEmscripten();
  if (good) return good;
  if (tooOld) say(tooOld);
  return { kind: 'root', root: await makeDebianRoot() };
}
