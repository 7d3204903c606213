import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { installDebootstrap } from './apt_packages.mjs';
import { attempt, run } from './command.mjs';
import { debianMirrors, aptProxies } from './debian_mirror.mjs';
import { watchDebootstrap } from './debootstrap_output.mjs';
import { Failure } from './failure.mjs';
import { interruptible } from './interruption.mjs';
import { withLock } from './lock.mjs';
import { mountNamespace } from './mount_namespace.mjs';
import { cacheFolder } from './paths.mjs';
import { say, step } from './progress.mjs';

const suite = 'trixie';
const packages = ['emscripten', 'cmake', 'ninja-build'];
const neededBytes = 4e9;
/** Where the work tree appears inside: one path for all clones, so that none leaves its own in what is built. */
export const workTreeInside = '/src';

/** The finished root, if it exists; its name says what is in it, so that another list of packages is another root. */
export function debianRootFolder() {
  return join(cacheFolder(), `${suite}-${packages.join('+')}`);
}

/**
 * A root folder with Debian 13, whose Emscripten is new enough. It is complete or it is not there: it is made under
 * another name and renamed at the end.
 * @param {{ uid?: number | undefined, etcApt?: string }} [machine]
 * @returns {Promise<string>} the folder
 */
export async function makeDebianRoot({ uid = process.getuid?.(), etcApt } = {}) {
  const root = debianRootFolder();
  if (existsSync(root)) return root;
  if (uid !== 0) throw new Failure(howToMakeItAsRoot());

  mkdirSync(cacheFolder(), { recursive: true });
  await withLock(join(cacheFolder(), `${suite}.lock`), 'A Debian 13 root is being made already', async () => {
    if (existsSync(root)) return;
    removeLeftovers();
    refuseWithoutSpace();
    await installDebootstrap();
    const mirrors = debianMirrors(etcApt);
    if (mirrors.length === 0) throw new Failure(`apt's configuration names no Debian archive\n${otherWays}`);
    await step(
      `Emscripten in a private Debian 13 root, ${root}`,
      () => interruptible((signal) => build(root, mirrors, signal)),
      'one to three minutes and 2.9 GB, once; the system itself stays as it is',
    );
  });
  return root;
}

/**
 * @param {string} root
 * @param {readonly string[]} mirrors
 * @param {AbortSignal} signal
 */
async function build(root, mirrors, signal) {
  const failures = [];
  for (const mirror of mirrors) {
    const partial = mkdtempSync(`${root}.partial-`);
    try {
      const { code, output } = await debootstrap(partial, mirror, signal);
      if (signal.aborted) throw new Failure('Interrupted');
      if (code === 0) {
        finish(partial);
        renameSync(partial, root);
        return;
      }
      failures.push(`debootstrap from ${mirror}:\n${output.trimEnd().split('\n').slice(-8).join('\n')}`);
    } finally {
      if (signal.aborted) say('  interrupted: removing what was made so far …');
      if (existsSync(partial)) await removeTree(partial);
    }
  }
  throw new Failure(`${failures.join('\n')}\n${otherWays}`);
}

/**
 * @param {string} target
 * @param {string} mirror
 * @param {AbortSignal} signal
 */
async function debootstrap(target, mirror, signal) {
  say(`  from ${mirror}`);
  const onLine = watchDebootstrap(packages);
  // What debootstrap mounts must not outlive it, nor it us: both end with the namespaces.
  const namespaces = (await mountNamespace(['--pid', '--fork', '--kill-child'])) ?? [];
  return attempt(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', ...namespaces],
      ...['debootstrap', '--variant=minbase', `--include=${packages.join(',')}`, suite, target, mirror],
    ],
    { env: { ...process.env, ...(await aptProxies()), PATH: `${process.env.PATH}:/usr/sbin:/sbin` }, onLine, signal },
  );
}

/** @param {string} partial */
function finish(partial) {
  rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true, force: true });
  mkdirSync(join(partial, workTreeInside), { recursive: true });
  chmodSync(partial, 0o755);
}

function removeLeftovers() {
  for (const name of readdirSync(cacheFolder())) {
    if (name.startsWith(suite) && name.includes('.partial-')) rmSync(join(cacheFolder(), name), { recursive: true });
  }
}

/**
 * rm, for it stops at mount points and is faster than Node at 60,000 files.
 * @param {string} folder
 */
async function removeTree(folder) {
  await run('rm', ['-rf', '--one-file-system', folder]);
}

function refuseWithoutSpace() {
  const { bavail, bsize } = statfsSync(cacheFolder());
  if (bavail * bsize < neededBytes) {
    throw new Failure(
      `${cacheFolder()} has less than ${neededBytes / 1e9} GB free; XDG_CACHE_HOME can name another place`,
    );
  }
}

const otherWays =
  'Emscripten 3.1.69 or newer may also be installed by hand: with `emcc` on PATH, or EMSDK set, nothing of this is needed.';

function howToMakeItAsRoot() {
  const cacheHome = join(cacheFolder(), '..');
  return [
    'No emcc 3.1.69 or newer was found, and making a private Debian 13 root needs the rights of root, once:',
    '',
    `  sudo env XDG_CACHE_HOME=${cacheHome} ${process.execPath} scripts/setup.mjs emscripten`,
    '',
    otherWays,
  ].join('\n');
}
