import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FileStore } from 'eventsource-wasm/file-store';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';

let server: TestServer;
let client: ServerClient;
let folder = '';

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
  folder = await mkdtemp(join(tmpdir(), 'killed-process-'));
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function runProgram(name: string, ...args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(`programs/${name}.js`, import.meta.url));
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Kills the program when it has printed so many lines; to everything that it printed. */
async function killAfter(count: number, child: ChildProcess): Promise<string[]> {
  assert.ok(child.stdout !== null);
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  assert.equal(signal, 'SIGKILL');
  return lines;
}

describe('a process that is killed while it keeps last event IDs', () => {
  test('leaves a file with an ID that its handler is done with, and goes on behind it', async () => {
    const target = await client.journal({
      events: 2000,
      plan: Array.from({ length: 8 }, () => ({ chunkSize: 50, then: 'silence' as const })),
    });
    const path = join(folder, 'ids.json');
    let kept = 0;
    for (const [round, count] of [1, 3, 10, 40, 41, 100, 150].entries()) {
      const log = join(folder, `handled ${round}`);
      await killAfter(count, runProgram('handles', target.url, path, log));
      const handled = (await readFile(log, 'utf8')).trim().split('\n').map(Number);
      const expected = Array.from(handled, (_, index) => kept + 1 + index);
      assert.deepEqual(handled, expected, 'nothing is left out, nothing that was kept comes again');
      const lastEventId = Number((await new FileStore(path).get('stream')) ?? 0);
      assert.ok(lastEventId >= kept, 'the ID does not go back');
      assert.ok(lastEventId <= (handled.at(-1) ?? 0), 'the ID is not ahead of the handler');
      kept = lastEventId;
    }
    assert.ok(kept > 0, 'something was kept');
  });

  test('leaves a file that holds whatever was set', async () => {
    const path = join(folder, 'several.json');
    for (const count of [1, 2, 5, 20, 50]) {
      const lines = await killAfter(count, runProgram('writes', path));
      for (const key of ['a', 'b', 'c']) {
        const told = lines.map((line) => line.split(' ')).filter(([of]) => of === key);
        const last = Number(told.at(-1)?.[1] ?? 0);
        const lastEventId = Number((await new FileStore(path).get(key)) ?? 0);
        // The process may have been killed between the writing and the telling.
        assert.ok(lastEventId >= last, `${key}: ${lastEventId} is kept, and ${last} was set`);
      }
    }
  });
});
