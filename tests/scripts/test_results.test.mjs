import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutEmptySuccess } from '../../scripts/test/result.mjs';
import { readJunit } from '../../scripts/test/run_ctest.mjs';
import { readReport, runNodeTests } from '../../scripts/test/run_node_tests.mjs';
import { formatTable } from '../../scripts/test/table.mjs';
import { fixture } from './support/fixture.mjs';

test('counts what node --test ran; what is skipped, empty or broken has failed', async () => {
  const files = ['mixed', 'empty', 'broken'].map((name) => fixture(`node_tests/${name}.mjs`));
  const { passed, failures } = await runNodeTests({ node: process.execPath, files });
  assert.equal(passed, 3);
  const names = failures.map(({ name }) => name.replace(/ \(.*/, '').replace(/.*\//, '')).sort();
  assert.deepEqual(names, ['broken.mjs', 'empty.mjs', 'is skipped', 'is to be done', 'throws']);
  assert.match(failures.find(({ name }) => name.startsWith('throws'))?.message ?? '', /on purpose/);
});

test('a run without a word that ends badly has failed', () => {
  assert.equal(readReport('Segmentation fault\n', 139).failures.length, 1);
});

test('a suite that ran nothing has failed, unless it says why', () => {
  assert.equal(withoutEmptySuccess({ passed: 0, failures: [] }).failures.length, 1);
  assert.equal(withoutEmptySuccess({ passed: 1, failures: [] }).failures.length, 0);
  const leftOut = 'another machine';
  assert.equal(withoutEmptySuccess({ passed: 0, failures: [], leftOut }).failures.length, 0);
});

test('reads the report of ctest', () => {
  const xml = `<testsuite tests="3">
    <testcase name="A.One" status="run"><system-out></system-out></testcase>
    <testcase name="A.Two" status="fail"><failure message=""/><system-out>1 &lt; 0 &amp;&amp; x</system-out></testcase>
    <testcase name="A.Three" status="notrun"/>
  </testsuite>`;
  const { passed, failures } = readJunit(xml, 8, '');
  assert.equal(passed, 1);
  assert.deepEqual(failures, [
    { name: 'A.Two', message: '1 < 0 && x' },
    { name: 'A.Three', message: 'notrun: nothing may be skipped' },
  ]);
});

test('the table is aligned', () => {
  const rows = [
    { suite: 'core', runtime: 'native', passed: 120, failed: 0, seconds: 3.14 },
    { suite: 'javascript', runtime: 'Node 20', passed: 7, failed: 1, seconds: 12 },
  ];
  assert.equal(
    formatTable(rows),
    [
      'suite       runtime  passed  failed  seconds',
      '----------  -------  ------  ------  -------',
      'core        native      120       0      3.1',
      'javascript  Node 20       7       1     12.0',
    ].join('\n'),
  );
});
