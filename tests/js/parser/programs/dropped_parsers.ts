import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { EventStreamParser } from 'eventsource-wasm';
import { moduleMemory } from '../../../support/module_memory.js';

// Drops parsers that hold memory of the WebAssembly module without deleting them, batch after batch. If none were ever
// finalized, they would need some two hundred megabytes there.

const batches = 20;
const parsersInBatch = 500;
const held = new TextEncoder().encode(`data: ${'x'.repeat(20_000)}`);

function dropParsers(): void {
  for (let i = 0; i < parsersInBatch; i++) {
    const parser = new EventStreamParser();
    parser.on('message', () => undefined);
    parser.push(held);
  }
}

async function collectGarbage(): Promise<void> {
  assert.ok(globalThis.gc, 'run with --expose-gc');
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    // Finalizers run in a task of their own.
    await setImmediate();
  }
}

dropParsers();
await collectGarbage();
dropParsers();
await collectGarbage();
const before = moduleMemory();
for (let batch = 2; batch < batches; batch++) {
  dropParsers();
  await collectGarbage();
}
process.stdout.write(JSON.stringify({ before, after: moduleMemory() }));
