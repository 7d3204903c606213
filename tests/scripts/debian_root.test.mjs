import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RootSandbox } from './support/root_sandbox.mjs';

const root = 'trixie-emscripten+cmake+ninja-build';
const succeed = 'mkdir -p "$target/usr/bin"; echo "I: Retrieving dpkg 1.0"';
const takeForever = 'mkdir -p "$target/usr"; sleep 600';

/**
 * @param {string} script
 * @param {(sandbox: RootSandbox) => Promise<void>} work
 */
async function withSandbox(script, work) {
  const sandbox = new RootSandbox(script);
  try {
    await work(sandbox);
  } finally {
    sandbox.remove();
  }
}

test('makes the root once, and then does nothing', () =>
  withSandbox(succeed, async (sandbox) => {
    const first = await sandbox.start().ended;
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(sandbox.cached, [root]);

    const start = performance.now();
    const second = await sandbox.start().ended;
    assert.equal(second.code, 0, second.output);
    assert.equal(sandbox.calls, 1);
    assert.match(second.output, /^made .*\n$/);
    assert.ok(performance.now() - start < 1000);
  }));

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  test(`${signal} leaves nothing behind, and ends the run by that signal`, () =>
    withSandbox(takeForever, async (sandbox) => {
      const { child, ended } = sandbox.start();
      await sandbox.untilAtWork();
      assert.equal(sandbox.cached.length, 1);
      child.kill(signal);
      const end = await ended;
      assert.equal(end.signal, signal, end.output);
      assert.deepEqual(sandbox.cached, []);
    }));
}

test('a run that was killed is cleaned up after by the next one', () =>
  withSandbox(takeForever, async (sandbox) => {
    const { child, ended } = sandbox.start();
    await sandbox.untilAtWork();
    child.kill('SIGKILL');
    await ended;
    assert.match(sandbox.cached.join(), /^trixie.*\.partial-\w+$/);

    sandbox.setDebootstrap(succeed);
    const second = await sandbox.start().ended;
    assert.equal(second.code, 0, second.output);
    assert.deepEqual(sandbox.cached, [root]);
  }));

test('of two runs at once the second waits and takes what the first made', () =>
  withSandbox(`sleep 1; ${succeed}`, async (sandbox) => {
    const first = sandbox.start();
    await sandbox.untilAtWork();
    const second = await sandbox.start().ended;
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /waiting for the other run/);
    assert.equal((await first.ended).code, 0);
    assert.equal(sandbox.calls, 1);
  }));

test('when every mirror fails, says what debootstrap said and what else can be done', () =>
  withSandbox('echo "E: Failed getting release file"; exit 1', async (sandbox) => {
    const { code, output } = await sandbox.start().ended;
    assert.notEqual(code, 0);
    assert.match(output, /mirror\.example[^]*Failed getting release file[^]*EMSDK/);
    assert.equal(sandbox.calls, 3);
    assert.deepEqual(sandbox.cached, []);
  }));
