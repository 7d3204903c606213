import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { fetchEventSource } from 'eventsource-wasm';
import { destroy, end, stream } from '../../support/server_script.js';
import { policyTests } from './policy_test.js';

const test = policyTests();

const numbers = Array.from({ length: 2000 }, (_, i) => String(i));
const text = numbers.map((number) => `data: ${number}\n\n`);

describe('policy: a body that is taken from fetch', () => {
  test('comes whole and in order, what fetch had of it already first', async (context) => {
    const target = await context.server.repeat(stream(...text, end));
    const run = context.open(target.url, { finishOn: 'end' });
    assert.deepEqual(await run.heard(numbers.length), numbers);
    await run.closed();
    assert.deepEqual(run.codes, []);
  });

  test('has all that came before it broke off', async (context) => {
    const target = await context.server.repeat(stream(...text, { pause: 20 }, destroy));
    const run = context.open(target.url, { reconnect: false });
    await run.closed();
    assert.deepEqual(await run.heard(numbers.length), numbers);
    assert.deepEqual(run.codes, ['ERR_SSE_NETWORK']);
  });

  test('is whole for a fetch in the place of the platform that reads along', async (context) => {
    const target = await context.server.repeat(stream(...text, end));
    const { fetch } = globalThis;
    let clone: Promise<string> | undefined;
    globalThis.fetch = async (...request) => {
      const response = await fetch(...request);
      clone = response.clone().text();
      return response;
    };
    try {
      const run = context.open(target.url, { finishOn: 'end' });
      assert.deepEqual(await run.heard(numbers.length), numbers);
      assert.equal(await clone, text.join(''));
    } finally {
      globalThis.fetch = fetch;
    }
  });

  test('is whole for a callback that clones the answer', async (context) => {
    const target = await context.server.repeat(stream(...text, end));
    const heard: string[] = [];
    let clone: Promise<string> | undefined;
    await fetchEventSource(target.url, {
      onopen(response) {
        clone = response.clone().text();
        return Promise.resolve();
      },
      onmessage: ({ data }) => heard.push(data),
    });
    assert.deepEqual(heard, numbers);
    assert.equal(await clone, text.join(''));
  });
});
