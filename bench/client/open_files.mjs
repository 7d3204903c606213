import { execFileSync } from 'node:child_process';

const besides = 200;

/**
 * Every stream is an open file, of the client and of the server. Node raises its own bound to the highest that it may.
 *
 * @param {number} streams
 * @returns {string | undefined} what to do when they are too many
 */
export function filesProblem(streams) {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  const wanted = streams + besides;
  if (limit === 'unlimited' || Number(limit) >= wanted) return undefined;
  return `${streams} streams need ${wanted} open files, and this shell allows ${limit}: raise it (ulimit -Hn)`;
}
