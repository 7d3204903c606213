import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { messageQueue } from '../../../dist/connection/message_queue.js';

/** Its listeners are called by a script, so that no microtask runs between two of them. Browsers are tested in browsers. */
class ScriptedChannel {
  static messages = 0;
  readonly port1 = Object.assign(new EventTarget(), { start: () => undefined });
  readonly port2 = {
    postMessage: (): void => {
      ScriptedChannel.messages++;
      setImmediate(() => this.port1.dispatchEvent(new Event('message')));
    },
  };
}

describe('messageQueue, where listeners share a task', () => {
  const { MessageChannel } = globalThis;
  before(() => {
    Object.assign(globalThis, { MessageChannel: ScriptedChannel });
  });
  after(() => {
    Object.assign(globalThis, { MessageChannel });
  });

  test('runs each task by a message of its own, in order, with all microtasks between', async () => {
    const queue = messageQueue();
    const order: string[] = [];
    const names = Array.from({ length: 40 }, (_, index) => String(index));
    ScriptedChannel.messages = 0;
    await new Promise<void>((resolve) => {
      for (const name of names) {
        queue(() => {
          order.push(name);
          void (async () => {
            for (let i = 0; i < 20; i++) await Promise.resolve();
            order.push(`${name}'s promise`);
            if (order.length === 80) resolve();
          })();
        });
      }
    });
    assert.deepEqual(
      order,
      names.flatMap((name) => [name, `${name}'s promise`]),
    );
    assert.equal(ScriptedChannel.messages, 40);
  });

  test('runs what a task asks for', async () => {
    const queue = messageQueue();
    await new Promise<void>((resolve) => {
      queue(() => {
        queue(() => {
          queue(resolve);
        });
      });
    });
  });
});
