import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDeb822Sources } from '../../scripts/setup/apt_sources.mjs';
import { debianMirrors } from '../../scripts/setup/debian_mirror.mjs';
import { fixture } from './support/fixture.mjs';

test('deb822: the archive of the distribution comes first, then others that might be one', () => {
  assert.deepEqual(debianMirrors(fixture('deb822')), [
    'http://mirror.example/debian',
    'https://tools.example/packages',
    'https://tools-two.example/packages',
  ]);
});

test('one-line: options, comments, sources and switched-off files are left out', () => {
  assert.deepEqual(debianMirrors(fixture('one_line')), [
    'https://mirror.example/debian',
    'https://tools.example/packages',
  ]);
});

test('a mirror list in a file stands for its addresses, in its order', () => {
  const folder = mkdtempSync(join(tmpdir(), 'apt-'));
  try {
    mkdirSync(join(folder, 'sources.list.d'));
    const list = join(fixture('mirror_list'), 'debian.list');
    const source = `Types: deb\nURIs: mirror+file://${list}\nSuites: bookworm\nComponents: main\n`;
    writeFileSync(join(folder, 'sources.list.d', 'debian.sources'), source);
    assert.deepEqual(debianMirrors(folder), ['http://near.example/debian', 'https://far.example/debian']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the fields of deb822 have no case', () => {
  const text = 'types: deb\nuris: http://mirror.example/debian\nSUITES: sid\nComponents: main contrib\n';
  const source = { uri: 'http://mirror.example/debian', suite: 'sid', components: ['main', 'contrib'] };
  assert.deepEqual(parseDeb822Sources(text), [source]);
});

test('a machine without apt has no mirrors', () => {
  assert.deepEqual(debianMirrors('/nonexistent'), []);
});
