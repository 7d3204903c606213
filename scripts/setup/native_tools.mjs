import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installMissing, program } from './apt_packages.mjs';

/** What builds, checks and tests the C++ on this machine itself. */
export async function installNativeTools() {
  await installMissing(
    'Native tools',
    [
      program(['cmake'], 'cmake'),
      program(['ninja'], 'ninja-build'),
      program(['g++'], 'g++'),
      program(['clang++'], 'clang'),
      program(['clang-format'], 'clang-format'),
      program(['clang-tidy'], 'clang-tidy'),
      program(['valgrind'], 'valgrind'),
      { isThere: hasSanitizerRuntime, packages: ['libclang-rt-dev'] },
      { isThere: () => existsSync('/usr/include/gtest/gtest.h'), packages: ['libgtest-dev'] },
    ],
    { expectation: 'about a minute' },
  );
}

/** What an Emscripten of this machine is driven by; a Debian root of ours has its own. */
export async function installBuildTools() {
  await installMissing('Build tools', [program(['cmake'], 'cmake'), program(['ninja'], 'ninja-build')]);
}

/** clang's own library for sanitizers and fuzzers is a package of its own since Debian 12. */
function hasSanitizerRuntime() {
  const llvm = '/usr/lib';
  return readdirSync(llvm).some((name) => {
    if (!name.startsWith('llvm-')) return false;
    const clang = join(llvm, name, 'lib/clang');
    return existsSync(clang) && readdirSync(clang).some((version) => hasFuzzer(join(clang, version, 'lib/linux')));
  });
}

/** @param {string} folder */
function hasFuzzer(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('libclang_rt.fuzzer'));
}
