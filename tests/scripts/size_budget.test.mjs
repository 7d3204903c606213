import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { inRepository } from '../../scripts/setup/paths.mjs';
import { pageSize } from './support/page_size.mjs';

// Bytes, after gzip -9. A change that makes something larger has to say so here; one that makes it smaller brings the budget down.
const moduleBudget = 10_420;
const bundleBudgets = { EventSource: 28_290, EventStreamParser: 16_940 };

test('the module is within its budget', () => {
  const bytes = readFileSync(inRepository('dist', 'wasm', 'event_stream_parser.wasm'));
  assertWithin(gzipSync(bytes, { level: 9 }).length, moduleBudget);
});

for (const [name, budget] of Object.entries(bundleBudgets)) {
  test(`what a page loads for ${name} is within its budget`, async () => {
    assertWithin(await pageSize(name), budget);
  });
}

/**
 * @param {number} size
 * @param {number} budget
 */
function assertWithin(size, budget) {
  assert.ok(size <= budget, `${size} bytes, and the budget is ${budget}`);
}
