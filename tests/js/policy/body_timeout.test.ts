import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { stream, wait } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}
type AgentClass = new (options: { bodyTimeout: number }) => Dispatcher;

const platform = globalThis as unknown as Record<symbol, Dispatcher>;
// Newer versions of Node have both, and one of them is what their fetch goes through.
const keys = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

/** Puts dispatchers in the place of Node's while `run` runs. */
async function withDispatchers(
  replace: (usual: Dispatcher, key: symbol) => Dispatcher,
  run: () => Promise<void>,
): Promise<void> {
  const usual = keys.flatMap((key): [symbol, Dispatcher][] =>
    key in platform ? [[key, platform[key] as Dispatcher]] : [],
  );
  assert.ok(usual.length > 0, 'fetch has a dispatcher');
  for (const [key, dispatcher] of usual) platform[key] = replace(dispatcher, key);
  try {
    await run();
  } finally {
    for (const [key, dispatcher] of usual) platform[key] = dispatcher;
  }
}

describe("policy: Node's bound on the silence of a body", () => {
  test('ends a plain fetch after five minutes, here after less, and no quiet stream', async (context) => {
    const impatient = (usual: Dispatcher): Dispatcher =>
      usual.constructor.name === 'Agent' ? new (usual.constructor as AgentClass)({ bodyTimeout: 100 }) : usual;
    await withDispatchers(impatient, async () => {
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
    });
  });

  test('is lifted without a detour: a stream goes through the dispatcher that fetch goes through', async (context) => {
    const used: symbol[] = [];
    const recorded = (usual: Dispatcher, key: symbol): Dispatcher => ({
      dispatch(options, handler) {
        used.push(key);
        return usual.dispatch(options, handler);
      },
    });
    const target = await context.server.repeat(stream('data: a\n\n'));
    await withDispatchers(recorded, async () => {
      await (await fetch(target.url)).body?.cancel();
      const byFetch = [...new Set(used.splice(0))];
      await context.open(target.url).heard(1);
      assert.deepEqual([...new Set(used)], byFetch);
    });
  });
});
