import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { installMissing, program } from '../../scripts/setup/apt_packages.mjs';
import { makeDebianRoot } from '../../scripts/setup/debian_root.mjs';

test('names the command that makes the Debian root', async () => {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = join(tmpdir(), 'no-such-cache');
  try {
    const command = `sudo env XDG_CACHE_HOME=${tmpdir()}/no-such-cache ${process.execPath} scripts/setup.mjs emscripten`;
    await assert.rejects(makeDebianRoot({ uid: 1000 }), (error) => String(error).includes(command));
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
});

test('names the apt command that installs what is missing, and only that', async () => {
  const needs = [program(['sh'], 'dash'), program(['no-such-program'], 'first', 'second')];
  await assert.rejects(
    installMissing('Tools', needs, { uid: 1000 }),
    /apt-get update && apt-get install --yes --no-install-recommends first second\n|missing here.*: first second/,
  );
});

test('asks for nothing when all is there', async () => {
  await installMissing('Tools', [program(['sh'], 'dash')], { uid: 1000 });
});
