import { rmSync, symlinkSync } from 'node:fs';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';

/** @typedef {'native' | 'sanitizers' | 'counts'} Preset */

/**
 * Compiles the C++ for this machine. Ninja itself knows what has changed.
 * @param {Preset} preset
 */
export async function buildNative(preset) {
  await configureNative(preset);
  await run('cmake', ['--build', '--preset', preset], { cwd: repository });
}

/** @param {Preset} preset */
export async function configureNative(preset) {
  await run('cmake', ['--preset', preset], { cwd: repository });
  if (preset === 'sanitizers') linkCompileCommands();
}

/** Where clangd looks; this preset compiles the most files, and by clang. */
function linkCompileCommands() {
  const link = inRepository('compile_commands.json');
  rmSync(link, { force: true });
  symlinkSync('build/sanitizers/compile_commands.json', link);
}
