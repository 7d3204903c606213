import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { inRepository, repository } from '../../scripts/setup/paths.mjs';

// Bytes, after gzip -9. A change that makes something larger has to say so here; one that makes it smaller brings the budget down.
const moduleBudget = 7_350;
const bundleBudgets = { EventSource: 25_800, EventStreamParser: 12_900 };

test('the module is within its budget', () => {
  const bytes = readFileSync(inRepository('dist', 'wasm', 'event_stream_parser.wasm'));
  assertWithin(bytes, moduleBudget);
});

for (const [name, budget] of Object.entries(bundleBudgets)) {
  test(`what a page loads for ${name} is within its budget`, async () => {
    assertWithin(await bundle(name), budget);
  });
}

/**
 * What a page loads that imports one name of the package, WebAssembly included.
 * @param {string} name
 */
async function bundle(name) {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from './dist/index.js';`, resolveDir: repository },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.contents ?? assert.fail('esbuild made nothing');
}

/**
 * @param {Uint8Array} content
 * @param {number} budget
 */
function assertWithin(content, budget) {
  const size = gzipSync(content, { level: 9 }).length;
  assert.ok(size <= budget, `${size} bytes, and the budget is ${budget}`);
}
