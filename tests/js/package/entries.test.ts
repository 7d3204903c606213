import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as main from 'eventsource-wasm';
import * as fetchEventSource from 'eventsource-wasm/fetch-event-source';
import * as parser from 'eventsource-wasm/parser';
import * as stream from 'eventsource-wasm/stream';
import { runProgram } from '../../support/run_program.js';

interface Manifest {
  exports: Record<string, string | { default: string }>;
}

const manifest = JSON.parse(
  readFileSync(new URL(import.meta.resolve('eventsource-wasm/package.json')), 'utf8'),
) as Manifest;
const entries = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target !== 'string')
  .map(([entry]) => `eventsource-wasm${entry.slice(1)}`);

test('importing every entry names nothing that Node would have to load, and compiles no WebAssembly', async () => {
  assert.ok(entries.includes('eventsource-wasm/testing/server'));
  const program = new URL('programs/import_entries.js', import.meta.url);
  assert.equal(await runProgram(program, [], entries), '[]');
});

test('opening a stream names no web stream before it asks', async () => {
  assert.equal(await runProgram(new URL('programs/first_request.js', import.meta.url), []), '[]');
});

describe('the entries', () => {
  test('share one copy of what several of them export', () => {
    for (const entry of [fetchEventSource, parser, stream]) {
      for (const [name, value] of Object.entries(entry)) {
        if (name in main) assert.equal(value, main[name as keyof typeof main], name);
      }
    }
  });

  test('export classes and functions that have the names they are exported under', () => {
    for (const [name, value] of Object.entries(main)) {
      if (typeof value === 'function') assert.equal(value.name, name);
    }
  });
});
