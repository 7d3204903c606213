import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { type Answer, end, stream } from '../../support/server_script.js';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const longestProcess = 30_000;

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

/** Runs Node to its end, which it must reach by itself and without an error; to what it printed. */
async function node(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd: repository, timeout: longestProcess });
  return stdout.trim();
}

function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
}

describe('a Node process with an EventSource', () => {
  test('stays alive while a reconnect is pending, and ends after close()', async () => {
    const target = await client.script(stream('retry: 300\ndata: 1\n\n', end), stream('data: 2\n\n'));
    assert.equal(await node(program('reconnects'), target.url), '1 error 2');
  });

  test('ends when the connection has failed for good', async () => {
    const target = await client.script(stream('retry: 1\ndata: 1\n\n', end));
    assert.equal(await node(program('reconnects'), target.url), '1 error error');
  });

  const far = stream('retry: 2147483647\ndata: 1\n\n', end);
  const moments: readonly (readonly [string, Answer])[] = [
    ['at once', stream('data: 1\n\n')],
    ['open', stream('data: 1\n\n')],
    ['message', stream('data: 1\n\n')],
    ['signal', { instead: 'silence' }],
    ['error', far],
    ['waiting', far],
  ];
  for (const [moment, answer] of moments) {
    test(`closed in this moment: ${moment}, it ends`, async () => {
      const target = await client.repeat(answer);
      assert.equal(await node(program('closes'), target.url, moment), '2');
    });
  }

  test('never sees an unhandled rejection', async () => {
    assert.equal(await node('--unhandled-rejections=strict', program('failures')), 'done');
  });

  test('runs where code generation from strings is not allowed', async () => {
    const target = await client.script(stream('retry: 1\ndata: 1\n\n', end), stream('data: 2\n\n'));
    assert.equal(await node('--disallow-code-generation-from-strings', program('reconnects'), target.url), '1 error 2');
  });
});

describe('the package from CommonJS', () => {
  test('require() gives the same classes as import', async () => {
    const source = `
      const { EventSource } = require('eventsource-wasm');
      const { createParser } = require('eventsource-wasm/parser');
      createParser({ onEvent: ({ data }) => console.log(data) }).feed('data: parsed\\n\\n');
      import('eventsource-wasm').then((module) => console.log(module.EventSource === EventSource));`;
    assert.equal(await node('-e', source), 'parsed\ntrue');
  });

  test('an EventSource from require() hears events', async () => {
    const target = await client.script(stream('data: heard\n\n'));
    const source = `
      const { EventSource } = require('eventsource-wasm');
      const source = new EventSource(process.argv[1]);
      source.onmessage = ({ data }) => { console.log(data); source.close(); };`;
    assert.equal(await node('-e', source, target.url), 'heard');
  });
});
