import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { filesUnder } from '../../scripts/build/stamp.mjs';
import { repository } from '../../scripts/setup/paths.mjs';

/** @param {...string} folders */
function sourcesIn(...folders) {
  const files = folders.flatMap((folder) => filesUnder(join(repository, folder)));
  const sources = files.map((path) => ({ path: relative(repository, path), text: readFileSync(path, 'utf8') }));
  assert.ok(sources.length > 0, `there are files in ${folders.join(', ')}`);
  return sources;
}

/** @param {string} text */
function withoutComments(text) {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
}

test('the core does not know Emscripten, standard output, exceptions or the end of the process', () => {
  const forbidden = [
    /#\s*include\s*[<"]emscripten/,
    /#\s*include\s*<(cstdio|stdio\.h|iostream|ostream|istream|fstream|sstream|print|exception|stdexcept|cassert|assert\.h)>/,
    /\b(printf|puts|putchar|perror|abort|exit|_Exit|quick_exit|terminate|assert)\s*\(/,
    /\b(throw|try|catch)\b/,
    /\b__EMSCRIPTEN__\b/,
  ];
  for (const { path, text } of sourcesIn('src')) {
    for (const pattern of forbidden) assert.doesNotMatch(withoutComments(text), pattern, path);
  }
});

test('only the binding includes Emscripten', () => {
  for (const { path, text } of sourcesIn('src', 'tests/cpp', 'fuzz')) {
    assert.doesNotMatch(text, /#\s*include\s*<emscripten/, path);
  }
});

/** From left to right; the files of js/ itself stand to the right of all. */
const layers = ['errors', 'wasm', 'parser', 'stores', 'connection', 'node', 'shared', 'faces', 'testing', 'cli'];

/** @param {string} path relative to the repository */
function layerOf(path) {
  const folder = relative('js', path).split('/')[0] ?? '';
  const layer = layers.indexOf(folder);
  if (layer >= 0) return layer;
  assert.equal(dirname(path), 'js', `${path} stands in no known layer`);
  return layers.length;
}

/**
 * @param {string} text
 * @returns {string[]} relative paths of modules
 */
function importsOf(text) {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]*)['"]/g;
  return [...withoutComments(text).matchAll(pattern)].map(([, specifier = '']) => specifier);
}

test('a layer of js/ knows only what stands to its left', () => {
  for (const { path, text } of sourcesIn('js')) {
    for (const specifier of importsOf(text)) {
      const imported = join(dirname(path), specifier);
      assert.ok(layerOf(imported) <= layerOf(path), `${path} imports ${specifier}, which stands to its right`);
    }
  }
});

test('only the file store names a module of Node, so that the package runs in browsers', () => {
  const imported = new Set(['js/index.ts']);
  for (const path of imported) {
    const text = readFileSync(join(repository, path), 'utf8');
    assert.doesNotMatch(withoutComments(text), /\b(?:from|import)\s*\(?\s*['"]node:/, path);
    for (const specifier of importsOf(text)) {
      const source = join(dirname(path), specifier.replace(/\.js$/, '.ts'));
      if (existsSync(join(repository, source))) imported.add(source);
    }
  }
  assert.ok(imported.size > 50, 'the imports are followed');
});

test('machine.ts is pure: no parser, no fetch, no timer', () => {
  const text = withoutComments(readFileSync(join(repository, 'js/connection/machine.ts'), 'utf8'));
  for (const specifier of importsOf(text)) assert.doesNotMatch(specifier, /parser|wasm|transport|fetch/);
  assert.doesNotMatch(text, /\b(fetch|setTimeout|setInterval|queueMicrotask|Date|performance)\b\s*[.(]/);
});

test('a file that grows over 400 lines does two things', () => {
  for (const { path, text } of sourcesIn('src', 'bindings', 'js', 'scripts')) {
    assert.ok(text.split('\n').length <= 400, path);
  }
});
