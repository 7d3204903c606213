import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failure } from './failure.mjs';
import { say } from './progress.mjs';

const somebodyElseHasIt = 75;

/**
 * Runs `work` while no other process holds the lock; the kernel lets go of it when this process dies, however it dies.
 * @template T
 * @param {string} file
 * @param {string} waitingFor said when another run has the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, waitingFor, work) {
  let release = await acquire(['--nonblock', '--conflict-exit-code', String(somebodyElseHasIt)], file);
  if (!release) {
    say(`${waitingFor}: waiting for the other run …`);
    release = await acquire([], file);
  }
  if (!release) throw new Failure(`${file} cannot be locked`);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Node has no flock(2): a child holds the lock until its standard input ends, which it does with us at the latest.
 * @param {readonly string[]} options
 * @param {string} file
 * @returns {Promise<(() => Promise<void>) | undefined>}
 */
async function acquire(options, file) {
  // In a session of its own, for Ctrl-C must not release the lock before we have cleaned up.
  const holder = spawn('flock', [...options, file, 'sh', '-c', 'echo locked; cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const closed = once(holder, 'close');
  const lines = createInterface({ input: holder.stdout });
  const isLocked = await Promise.race([once(lines, 'line').then(() => true), closed.then(() => false)]);
  if (!isLocked) return undefined;
  return async () => {
    holder.stdin.end();
    await closed;
  };
}
