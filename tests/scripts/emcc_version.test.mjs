import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { emccVersion, isGoodEmcc, parseEmccVersion } from '../../scripts/setup/emcc_version.mjs';

test('finds the version in what emcc says of itself', () => {
  const words = 'emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld)';
  assert.equal(parseEmccVersion(`${words} 3.1.69 (1f8b2c0)\nCopyright (C) 2014\n`), '3.1.69');
  assert.equal(parseEmccVersion(`${words} 6.0.5-git\n`), '6.0.5');
  assert.equal(parseEmccVersion(`warning: cache is being built\n${words} 4.0.12 ()\n`), '4.0.12');
  assert.equal(parseEmccVersion('"3.1.6"\n'), '3.1.6');
  assert.equal(parseEmccVersion('command not found'), undefined);
});

test('takes 3.1.69 and what is newer', () => {
  assert.deepEqual(['3.1.69', '3.1.70', '3.2.0', '4.0.0', '10.0.1'].filter(isGoodEmcc).length, 5);
  assert.deepEqual(['3.1.68', '3.1.6', '3.0.99', '2.99.99', '1.40.1'].filter(isGoodEmcc), []);
});

test('reads the version beside the program that a link leads to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emcc-'));
  try {
    mkdirSync(join(folder, 'emscripten'));
    writeFileSync(join(folder, 'emscripten', 'emcc'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    writeFileSync(join(folder, 'emscripten', 'emscripten-version.txt'), '"4.0.1"\n');
    symlinkSync('emscripten/emcc', join(folder, 'emcc'));
    assert.equal(await emccVersion(join(folder, 'emcc')), '4.0.1');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
