import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countingModule, executed } from '../../counts/counting_module.js';

// (func (export "f") (param i32) (result i32) (local i32)
//   (loop (br_if 0 (i32.lt_s (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0)))) (local.get 1))
// and a global of its own.
const loopModule = Uint8Array.from(
  Buffer.from(
    '0061736d01000000' +
      '01060160017f017f' +
      '03020100' +
      '0606017f0141000b' +
      '07050101660000' +
      '0a17011501017f0340200141016a22012000480d000b20010b',
    'hex',
  ),
);

test('a counting module does what the other does, and counts addition, comparison and branch of every turn', () => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(countingModule(loopModule)));
  const count = exports[executed] as WebAssembly.Global<'i64'>;
  const f = exports['f'] as (turns: number) => number;
  assert.equal(count.value, 0n);
  assert.equal(f(10), 10);
  assert.equal(count.value, 30n);
  assert.equal(f(1), 1);
  assert.equal(count.value, 33n);
});

test('an instruction that it does not know is no reason to count wrong', () => {
  const unknown = loopModule.slice();
  unknown[unknown.indexOf(0x6a)] = 0xff;
  assert.throws(() => countingModule(unknown), /Unknown instruction 0xff/);
});
