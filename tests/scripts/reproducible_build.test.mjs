import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../../scripts/setup/command.mjs';
import { repository } from '../../scripts/setup/paths.mjs';

const sources = ['CMakeLists.txt', 'CMakePresets.json', 'src', 'bindings', 'scripts'];
const products = ['build/wasm/event_stream_parser.wasm'];

test('the same sources give the same bytes in another folder', async () => {
  const clone = mkdtempSync(join(tmpdir(), 'a clone with another name '));
  try {
    for (const path of sources) cpSync(join(repository, path), join(clone, path), { recursive: true });
    const script = `
      const { buildWasm } = await import('./scripts/build/wasm.mjs');
      const { installEmscripten } = await import('./scripts/setup/emscripten.mjs');
      await buildWasm(await installEmscripten());`;
    for (const cwd of [repository, clone])
      await run(process.execPath, ['--input-type=module', '--eval', script], { cwd });
    for (const product of products) assert.equal(hash(join(clone, product)), hash(join(repository, product)), product);
  } finally {
    rmSync(clone, { recursive: true });
  }
});

/** @param {string} path */
function hash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
