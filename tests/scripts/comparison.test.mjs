import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../../scripts/setup/paths.mjs';
import { pageSize } from './support/page_size.mjs';

const path = join(repository, 'docs/comparison.md');
const text = readFileSync(path, 'utf8');

/** `[label]: target "title"`, as a link by reference is defined. */
const definitions = [...text.matchAll(/^\[([^\]]+)\]: (\S+)(?: "(.*)")?$/gm)].map(
  ([, label = '', target = '', title]) => ({ label, target, title }),
);

test('every link of docs/comparison.md leads to a file, and to the test that it names', () => {
  assert.ok(definitions.length > 50);
  for (const { label, target, title } of definitions) {
    const file = join(dirname(path), target);
    assert.ok(existsSync(file), `[${label}] leads to ${target}, which is not there`);
    if (title === undefined) continue;
    const source = readFileSync(file, 'utf8').replaceAll("\\'", "'");
    assert.ok(source.includes(title), `[${label}]: ${target} has no test "${title}"`);
  }
  for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
    assert.ok(existsSync(join(dirname(path), target)), `${target} is not there`);
  }
});

test('every reference is defined, and every definition is used', () => {
  const used = new Set([...text.matchAll(/\]\[([^\]]+)\]/g)].map(([, label = '']) => label));
  assert.deepEqual([...used].sort(), definitions.map(({ label }) => label).sort());
});

test('no cell of our column is without a link', () => {
  const [, features = ''] = text.split('## Features');
  const [table = ''] = features.split('\n\nOurs is');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  assert.ok(rows.length > 20);
  for (const row of rows.slice(1)) assert.match(row.split('|')[2] ?? '', /\]\[/, row);
});

test('the size that docs/comparison.md names is what a page gets', async () => {
  const kilobytes = (await pageSize('EventSource')) / 1000;
  const [, named = ''] = /\[([\d.]+) kB\]\[size\]/.exec(text) ?? [];
  assert.ok(Math.abs(kilobytes - Number(named)) < 1, `${kilobytes.toFixed(1)} kB, and not ${named}`);
});
