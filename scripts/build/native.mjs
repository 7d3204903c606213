import { rmSync, symlinkSync } from 'node:fs';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';

/**
 * Compiles the C++ for this machine. Ninja itself knows what has changed.
 * @param {'native' | 'sanitizers'} preset
 */
export async function buildNative(preset) {
  await run('cmake', ['--preset', preset], { cwd: repository });
  await run('cmake', ['--build', '--preset', preset], { cwd: repository });
  if (preset === 'native') linkCompileCommands();
}

/** Where clangd and clang-tidy look. */
function linkCompileCommands() {
  const link = inRepository('compile_commands.json');
  rmSync(link, { force: true });
  symlinkSync('build/native/compile_commands.json', link);
}
