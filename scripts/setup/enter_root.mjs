import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { workTreeInside } from './debian_root.mjs';
import { Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { mountNamespace } from './mount_namespace.mjs';

// Nothing of our environment goes in: its paths (certificates, Node options, proxies) mean nothing there. The libraries
// of Emscripten come prebuilt, so that its cache can stay as Debian ships it.
const environment = ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'LANG=C.UTF-8', 'EM_FROZEN_CACHE=1'];

const mountAndEnter = `
  set -e
  mount --rbind "$2" "$1${workTreeInside}"
  mount --rbind /proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount -t tmpfs tmpfs "$1/tmp"
  root=$1
  shift 2
  exec chroot "$root" "$@"`;

/**
 * Runs a command inside the root, in the work tree.
 * @param {object} task
 * @param {string} task.root
 * @param {string} task.workTree
 * @param {readonly string[]} task.inputs files and folders of the work tree that the command reads
 * @param {string} task.output the folder of the work tree that the command makes
 * @param {readonly string[]} task.command
 */
export async function runInRoot({ root, workTree, inputs, output, command }) {
  const inside = ['/usr/bin/env', '-i', ...environment, '/bin/sh', '-c', `cd ${workTreeInside} && exec "$@"`, 'sh'];
  const name = `in ${root}: ${command.join(' ')}`;
  const namespace = await mountNamespace();
  if (namespace) {
    const [unshare = '', ...args] = namespace;
    await run(unshare, [...args, 'sh', '-c', mountAndEnter, 'sh', root, workTree, ...inside, ...command], { name });
    return;
  }
  if (process.getuid?.() !== 0) {
    throw new Failure(
      'This system lets only root enter the Debian root that Emscripten stands in: please build as root',
    );
  }
  await withLock(`${root}.lock`, 'Another build is at work', async () => {
    await withCopy({ root, workTree, inputs, output }, () => run('chroot', [root, ...inside, ...command], { name }));
  });
}

/**
 * Where mounting is not allowed, the sources are copied in and the result is copied out.
 * @param {{ root: string, workTree: string, inputs: readonly string[], output: string }} task
 * @param {() => Promise<unknown>} work
 */
async function withCopy({ root, workTree, inputs, output }, work) {
  const inside = join(root, workTreeInside);
  rmSync(inside, { recursive: true, force: true });
  for (const path of inputs) cpSync(join(workTree, path), join(inside, path), { recursive: true });
  try {
    await work();
    mkdirSync(dirname(join(workTree, output)), { recursive: true });
    cpSync(join(inside, output), join(workTree, output), { recursive: true });
  } finally {
    rmSync(inside, { recursive: true, force: true });
    mkdirSync(inside);
  }
}
