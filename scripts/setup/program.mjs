import { spawn } from 'node:child_process';
import { repository } from './paths.mjs';

/**
 * Runs one of our own programs on our terminal, passes signals on, and ends as it ends.
 * @param {string} path relative to the repository
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runProgram(path, args) {
  const child = spawn(process.execPath, [path, ...args], { cwd: repository, stdio: 'inherit' });
  // A terminal sends Ctrl-C to both of us, but `kill` only to this process.
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
