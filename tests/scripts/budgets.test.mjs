import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithBudgets } from '../../scripts/test/budgets.mjs';

const instructions = 'native instructions a block';

/** @param {number} count */
const counted = (count) => ({ [instructions]: { ticks: { '64 KiB': count } } });

test('a count may be over its budget by the tolerance of its measure, and no more', () => {
  assert.deepEqual(compareWithBudgets(counted(1031), counted(1000)), { within: 1, failures: [], slack: [] });
  const { within, failures } = compareWithBudgets(counted(1032), counted(1000));
  assert.equal(within, 0);
  assert.deepEqual(failures, [
    { name: 'native instructions a block: ticks, 64 KiB', message: '1032, and the budget is 1000 (3.2 % over)' },
  ]);
});

test('a measure without a tolerance has to be within its budget', () => {
  const copies = { 'copies a chunk': { ticks: { '64 KiB': 1 } } };
  const more = { 'copies a chunk': { ticks: { '64 KiB': 1.01 } } };
  assert.equal(compareWithBudgets(copies, copies).within, 1);
  assert.equal(compareWithBudgets(more, copies).failures.length, 1);
});

test('a count that is far under its budget is told of', () => {
  const { within, slack } = compareWithBudgets(counted(89), counted(100));
  assert.equal(within, 1);
  assert.deepEqual(slack, ['native instructions a block: ticks, 64 KiB: 89, and the budget is 100']);
});

test('a count without a budget has failed, and a budget without a count', () => {
  assert.equal(compareWithBudgets(counted(1), {}).failures[0]?.message, '1, and there is no budget');
  const { failures } = compareWithBudgets({ [instructions]: {} }, counted(1));
  assert.equal(failures[0]?.message, 'not counted, and the budget is 1');
});

test('budgets of what is counted elsewhere are left alone', () => {
  assert.deepEqual(compareWithBudgets({}, counted(1)), { within: 0, failures: [], slack: [] });
});
