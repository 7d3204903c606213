import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Package from 'eventsource-wasm';

const dist = fileURLToPath(new URL('dist/', import.meta.resolve('eventsource-wasm/package.json')));

describe('a part of the package that is loaded when it is needed, and cannot be', () => {
  let folder = '';
  let incomplete: typeof Package;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'eventsource-wasm-'));
    cpSync(dist, folder, { recursive: true, filter: (path) => !path.endsWith('follow_redirects.js') });
    incomplete = (await import(pathToFileURL(join(folder, 'bundled', 'index.js')).href)) as typeof Package;
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('is a failure of the attempt, which says what is missing', async () => {
    const redirect = new Response('moved', { status: 302, headers: { location: '/elsewhere' } });
    const source = incomplete.createEventSource({
      url: 'http://a.test/',
      fetch: () => Promise.resolve(redirect),
      reconnect: { maxAttempts: 1 },
    });
    const error = await source.closed;
    assert.equal(error?.code, 'ERR_SSE_GAVE_UP');
    assert.equal((error.cause as Package.EventSourceError).code, 'ERR_SSE_NETWORK');
    assert.match(error.message, /The request to http:\/\/a\.test\/ failed: .*follow_redirects\.js/);
  });

  test('does not concern who does not need it', async () => {
    const source = incomplete.createEventSource({
      url: 'http://a.test/',
      fetch: () => Promise.resolve(new Response('data: x\n\n', { headers: { 'content-type': 'text/event-stream' } })),
      finishOn: 'end',
    });
    const data = [];
    for await (const event of source) data.push(event.data);
    assert.deepEqual(data, ['x']);
  });
});
