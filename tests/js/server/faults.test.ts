import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import {
  badFraming,
  burst,
  byteByByte,
  chunkTooLarge,
  halfOpen,
  inPieces,
  redirects,
  wrongLength,
} from '../../support/server_faults.js';
import { type Answer, cut, destroy, end, reset, stream, wait } from '../../support/server_script.js';

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

/** What a client gets of an answer, and whether it ends well. */
async function receive(answer: Answer): Promise<{ text: string; failed: boolean }> {
  const target = await client.script(answer);
  const decoder = new TextDecoder();
  let text = '';
  try {
    const { body } = await fetch(target.url);
    for await (const chunk of body ?? []) text += decoder.decode(chunk, { stream: true });
    return { text, failed: false };
  } catch {
    return { text, failed: true };
  } finally {
    await target.idle();
  }
}

const text = 'data: 1\n\n';

describe('the scripted server breaks off', () => {
  for (const [name, fault] of Object.entries({ destroy, reset })) {
    test(`${name}: what came before it has arrived`, async () => {
      assert.deepEqual(await receive(stream(text, { pause: 20 }, fault)), { text, failed: true });
    });
  }

  for (const instead of ['drop', 'reset'] as const) {
    test(`${instead} instead of an answer`, async () => {
      assert.deepEqual(await receive({ instead }), { text: '', failed: true });
    });
  }

  test('gzip cut short, which fetch forgives, and gzip broken off, which it does not', async () => {
    for (const [last, failed] of [[end, false] as const, [cut, false] as const, [destroy, true] as const]) {
      assert.deepEqual(await receive({ ...stream(text, { pause: 20 }, last), gzip: true }), { text, failed });
    }
  });
});

describe('the scripted server frames badly', () => {
  for (const [name, answer] of Object.entries(badFraming)) {
    test(name, async () => {
      const received = await receive(answer(text));
      assert.equal(received.failed, true);
      assert.ok(received.text === '' || received.text.startsWith(text), received.text);
    });
  }

  test('a chunk that ends too early', async () => {
    assert.equal((await receive(chunkTooLarge(text))).failed, true);
  });

  test('a Content-Length that is too long, and one that is too short', async () => {
    assert.equal((await receive(wrongLength(text, 100))).failed, true);
    assert.equal((await receive(wrongLength(text, 0))).text, text);
    assert.equal((await receive(wrongLength(text, -2))).text, text.slice(0, -2));
  });
});

describe('the scripted server is slow', () => {
  test('half open: an answer without an end, until the client leaves', async () => {
    const target = await client.script(halfOpen);
    const abort = new AbortController();
    const response = await fetch(target.url, { signal: abort.signal });
    assert.deepEqual([response.status, await target.openCount()], [200, 1]);
    abort.abort();
    await target.idle();
    assert.equal(await target.openCount(), 0);
  });

  test('a byte at a time, each when it is released', async () => {
    const target = await client.script(stream(...byteByByte('äb', wait), end));
    const reader = (await fetch(target.url)).body?.getReader();
    const bytes: number[][] = [];
    for (let i = 0; i < 3; i++) {
      bytes.push([...((await reader?.read())?.value ?? [])]);
      await target.release();
    }
    assert.deepEqual(bytes, [[0xc3], [0xa4], [0x62]]);
    assert.equal((await reader?.read())?.done, true);
  });

  test('a head in pieces', async () => {
    const target = await client.script(inPieces(3, stream(text, end)));
    const response = fetch(target.url);
    await target.requests(1);
    await target.release();
    await target.release();
    assert.equal(await (await response).text(), text);
  });
});

describe('the scripted server refuses', () => {
  test('a burst of failures', async () => {
    const target = await client.script(...burst(2, 503, { 'retry-after': '1' }));
    for (const body of ['failure 1', 'failure 2']) {
      const response = await fetch(target.url);
      assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '1']);
      assert.equal(await response.text(), body);
    }
    assert.equal((await fetch(target.url)).status, 204);
  });

  test('a chain of redirects', async () => {
    const target = await client.script(...redirects(3), stream(text, end));
    const response = await fetch(target.url);
    assert.deepEqual([response.url, await response.text()], [`${target.url}?3`, text]);
  });
});
