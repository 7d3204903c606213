import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runProgram } from '../../support/run_program.js';

const program = new URL('programs/provided_module.js', import.meta.url);
const tooLate =
  /^it works, 0 compiled, then InvalidOptionError: Invalid option `source`: the WebAssembly module is already in use/;

describe('provideWasm', () => {
  for (const source of ['module', 'bytes', 'response', 'promise of a response', 'url', 'address']) {
    test(`takes the module as: ${source}; once`, async () => {
      assert.match(await runProgram(program, [], [source]), tooLate);
    });
  }

  test('names the status of an address that has no module', async () => {
    assert.match(await runProgram(program, [], ['missing file']), /Invalid option `source`: .*\/missing answered 404/);
  });

  test('names the file that it needs when it is given another module', async () => {
    assert.match(
      await runProgram(program, [], ['other module']),
      /has to be the event_stream_parser\.wasm of the same/,
    );
  });
});
