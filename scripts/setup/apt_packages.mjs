import { existsSync } from 'node:fs';
import { attempt, findOnPath, run } from './command.mjs';
import { Failure } from './failure.mjs';
import { step } from './progress.mjs';

/**
 * Something that this machine has or has not, and the Debian packages that bring it.
 * @typedef {{ isThere: () => boolean, packages: readonly string[] }} Need
 */

/**
 * @param {readonly string[]} programs any of them will do
 * @param {...string} packages
 * @returns {Need}
 */
export function program(programs, ...packages) {
  return { isThere: () => findOnPath(...programs) !== undefined, packages };
}

/**
 * @param {string} path
 * @param {...string} packages
 * @returns {Need}
 */
export function file(path, ...packages) {
  return { isThere: () => existsSync(path), packages };
}

/**
 * Installs what is missing when we are root, and otherwise says what to type.
 * @param {string} what
 * @param {readonly Need[]} needs
 * @param {{ uid?: number | undefined, expectation?: string }} [options]
 */
export async function installMissing(what, needs, { uid = process.getuid?.(), expectation } = {}) {
  const packages = needs.filter((need) => !need.isThere()).flatMap((need) => need.packages);
  if (packages.length === 0) return;

  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages];
  if (!findOnPath('apt-get')) {
    throw new Failure(`${what}: missing here, under whatever names this system has them: ${packages.join(' ')}`);
  }
  if (uid !== 0) {
    throw new Failure(`${what}: some are missing. As root, type:\n\n  apt-get update && ${install.join(' ')}\n`);
  }
  await step(`${what}, by apt: ${packages.join(' ')}`, () => aptGet(install), expectation);

  const missing = needs.filter((need) => !need.isThere()).flatMap((need) => need.packages);
  if (missing.length > 0) throw new Failure(`${what}: apt installed ${missing.join(' ')}, but they are not found`);
}

/** @param {readonly string[]} install */
async function aptGet(install) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work, in the background of a freshly started machine.
  const patiently = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  await run('apt-get', [...patiently, '--quiet', 'update'], { env });
  const [command = '', ...args] = install;
  const first = await attempt(command, [...patiently, ...args], { env });
  if (first.code === 0) return;
  // A run that was killed leaves packages unpacked but not configured, and apt-get refuses until they are.
  await run('dpkg', ['--configure', '-a', '--force-confdef'], { env });
  await run(command, [...patiently, '--fix-broken', ...args], { env });
}

export async function installDebootstrap() {
  await installMissing('What makes a Debian root', [
    program(['debootstrap'], 'debootstrap', 'ca-certificates'),
    file('/usr/share/keyrings/debian-archive-keyring.gpg', 'debian-archive-keyring'),
    program(['gpgv'], 'gpgv'),
  ]);
}
