import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { repository } from '../../scripts/setup/paths.mjs';

/** @param {'browser' | 'node'} platform */
async function bundleFor(platform) {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'eventsource-wasm';", resolveDir: repository },
    bundle: true,
    format: 'esm',
    platform,
    write: false,
  });
  return outputFiles[0]?.text ?? assert.fail('esbuild made nothing');
}

test('what only Node needs is in no bundle for browsers', async () => {
  assert.doesNotMatch(
    await bundleFor('browser'),
    /undici\.globalDispatcher|class (?:UndiciBody|ReceivedEvent)|nextTick|diagnostics_channel/,
  );
});

test('and is in a bundle for Node', async () => {
  const text = await bundleFor('node');
  for (const part of [/undici\.globalDispatcher/, /UndiciBody/, /ReceivedEvent/, /nextTick/, /diagnostics_channel/])
    assert.match(text, part);
});
