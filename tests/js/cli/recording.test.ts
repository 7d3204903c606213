import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { forTerminal } from '../../../dist/cli/event_text.js';
import { decodeBytes, encodeBytes, formatLine, parseRecording } from '../../../dist/testing/recording_format.js';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { destroy, end, stream } from '../../support/server_script.js';
import { run } from './command.js';

let server: TestServer;
let client: ServerClient;
let folder: string;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
  folder = mkdtempSync(join(tmpdir(), 'eventsource-wasm-'));
});

after(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function record(...args: string[]) {
  const file = join(folder, 'recording.jsonl');
  const { code } = await run('--record', file, ...args);
  return { code, lines: parseRecording(readFileSync(file, 'utf8')) };
}

const textOf = (lines: ReturnType<typeof parseRecording>): string =>
  lines.map((line) => ('bytes' in line ? Buffer.from(decodeBytes(line.bytes)).toString() : '')).join('');

describe('a recording', () => {
  test('has every answer: its head, its bytes, and how it ended', async () => {
    const first = 'retry: 1\nid: 1\ndata: é\n\n: x\n';
    const { url } = await client.script(
      stream(first, destroy),
      { ...stream('data: 2\n\n', end), headers: { 'x-key': '1', 'set-cookie': 'a=b' } },
      { status: 404, headers: { 'content-type': 'text/plain' }, steps: [{ write: 'gone' }, end] },
    );
    const { code, lines } = await record(url);
    assert.equal(code, 3);
    const heads = lines.flatMap((line) => ('status' in line ? line : []));
    assert.deepEqual(
      heads.map(({ status }) => status),
      [200, 200, 404],
    );
    assert.equal(heads[1]?.headers['x-key'], '1');
    assert.equal(heads[1].headers['content-type'], 'text/event-stream');
    assert.equal(heads[1].headers['set-cookie'], undefined);
    assert.equal(textOf(lines), `${first}data: 2\n\ngone`);
    assert.equal(lines.filter((line) => 'error' in line).length, 1);
    assert.ok(lines.some((line) => 'end' in line));
    const times = lines.map(({ at }) => at);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });

  test('is of the bytes as they were before they were compressed', async () => {
    const { url } = await client.script({ ...stream('data: 1\n\n', end), gzip: true });
    const { lines } = await record('--end', url);
    assert.equal(textOf(lines), 'data: 1\n\n');
    assert.ok(lines[0] !== undefined && 'headers' in lines[0]);
    assert.equal(lines[0].headers['content-encoding'], undefined);
  });

  test('can hold any bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    assert.deepEqual(decodeBytes(encodeBytes(bytes)), bytes);
    assert.equal(encodeBytes(bytes), Buffer.from(bytes).toString('base64'));
    const lines = [
      { at: 0, status: 200, headers: {} },
      { at: 1.5, bytes: encodeBytes(bytes) },
      { at: 2, end: true as const },
    ];
    assert.deepEqual(parseRecording(`${lines.map(formatLine).join('')}\n`), lines);
  });

  test('is nothing else', () => {
    const wrong = [
      'data: 1',
      '5',
      'null',
      '{}',
      '{"at":"0","end":true}',
      '{"at":0,"end":false}',
      '{"at":0,"bytes":"?"}',
      '{"at":0,"status":200}',
      '{"at":0,"status":200,"headers":{"a":1}}',
      '{"at":0,"error":1}',
    ];
    for (const line of wrong) {
      assert.throws(() => parseRecording(`{"at":0,"end":true}\n${line}\n`), {
        name: 'SyntaxError',
        message: /Line 2 /,
      });
    }
  });
});

test('a terminal is not given control characters to obey', () => {
  assert.equal(forTerminal('a\tb\n\u001b[2J\u009b\u0007é'), 'a\tb\n\\u001b[2J\\u009b\\u0007é');
});
