import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../setup/command.mjs';
import { runInRoot } from '../setup/enter_root.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { step } from '../setup/progress.mjs';
import { whenChanged } from './stamp.mjs';

const inputs = ['CMakeLists.txt', 'CMakePresets.json', 'src', 'bindings'];
const folder = inRepository('build', 'wasm');

/** What the rest of the build takes from here. */
export const wasm = join(folder, 'event_stream_parser.wasm');
export const shortStrings = join(folder, 'short_strings.wasm');

/** @param {import('../setup/emscripten.mjs').Emscripten} emscripten */
export async function buildWasm(emscripten) {
  const compiler = emscripten.kind === 'root' ? emscripten.root : `${emscripten.folder} ${emscripten.version}`;
  await whenChanged({
    stamp: join(folder, 'inputs.sha256'),
    inputs,
    also: [compiler],
    outputs: [wasm, shortStrings],
    work: () => step('WebAssembly', () => compile(emscripten, compiler)),
  });
}

/**
 * @param {import('../setup/emscripten.mjs').Emscripten} emscripten
 * @param {string} compiler
 */
async function compile(emscripten, compiler) {
  forgetOtherCompiler(compiler);
  const script = 'emcmake cmake --preset wasm && cmake --build --preset wasm';
  if (emscripten.kind === 'root') {
    const command = ['sh', '-c', script];
    await runInRoot({ root: emscripten.root, workTree: repository, inputs, output: 'build/wasm', command });
  } else {
    const PATH = `${emscripten.folder}:${process.env.PATH ?? ''}`;
    await run('sh', ['-c', script], { cwd: repository, env: { ...process.env, PATH } });
  }
  for (const module of [wasm, shortStrings]) {
    copyFileSync(join(folder, 'bindings', basename(module)), module);
    // The linker marks it as a program; in the package it is data.
    chmodSync(module, 0o644);
  }
}

/**
 * CMake's cache knows one compiler, and one path of the sources.
 * @param {string} compiler
 */
function forgetOtherCompiler(compiler) {
  const file = join(folder, 'compiler.txt');
  if (existsSync(file) && readFileSync(file, 'utf8') === compiler) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, compiler);
}
