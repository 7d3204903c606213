import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runProgram } from '../../support/run_program.js';

describe('policy: nothing surfaces as an unhandled rejection', () => {
  test('whatever fails, throws or rejects', async () => {
    const program = new URL('programs/failures.js', import.meta.url);
    assert.equal(await runProgram(program, ['--unhandled-rejections=strict']), 'done');
  });
});
