import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { stream, wait } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

type Dispatcher = object & { close(): Promise<void> };
type DispatcherClass = new (options: { bodyTimeout: number }) => Dispatcher;

const platform = globalThis as unknown as Record<symbol, Dispatcher>;
/** Where Node keeps its dispatcher: newer versions under the first name, with a stand-in for older programs under the second. */
function dispatcherKey(): symbol {
  const keys = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')];
  const key = keys.find((candidate) => candidate in platform);
  assert.ok(key !== undefined, 'fetch has a dispatcher');
  return key;
}

describe("policy: Node's bound on the silence of a body", () => {
  test('ends a plain fetch after five minutes, here after less, and no quiet stream', async (context) => {
    const key = dispatcherKey();
    const usual = platform[key] as Dispatcher;
    const impatient = new (usual.constructor as DispatcherClass)({ bodyTimeout: 100 });
    platform[key] = impatient;
    try {
      const plain = await context.server.repeat(stream('data: a\n\n'));
      const target = await context.server.repeat(stream('data: a\n\n', wait, 'data: b\n\n'));
      const run = context.open(target.url);
      await run.heard(1);
      // It began later, so that the stream has been quiet for longer when its time is over.
      await assert.rejects(
        fetch(plain.url).then((response) => response.text()),
        (error: Error) => (error.cause as { code?: string }).code === 'UND_ERR_BODY_TIMEOUT',
      );
      await target.release();
      assert.deepEqual(await run.heard(2), ['a', 'b']);
      assert.deepEqual([run.codes, (await target.requests()).length], [[], 1]);
    } finally {
      platform[key] = usual;
      // When the stream, which this test leaves open, is closed.
      void impatient.close();
    }
  });
});
