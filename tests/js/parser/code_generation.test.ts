import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../../support/run_program.js';

test('needs no code generation from strings', async () => {
  const program = new URL('programs/without_code_generation.js', import.meta.url);
  assert.equal(await runProgram(program, ['--disallow-code-generation-from-strings']), '["hello","1","2"]');
});
