import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forEachInTask, queueTask } from '../../../dist/connection/task_queue.js';

async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

describe('queueTask', () => {
  test('does not run the task at once, nor among microtasks', async () => {
    const order: string[] = [];
    const done = new Promise<void>((resolve) => {
      queueTask(() => {
        order.push('task');
        resolve();
      });
    });
    order.push('now');
    await microtasks(100);
    order.push('microtasks');
    await done;
    assert.deepEqual(order, ['now', 'microtasks', 'task']);
  });

  test('runs tasks in order, with all microtasks between them', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      for (const name of ['a', 'b', 'c']) {
        queueTask(() => {
          order.push(name);
          void microtasks(100).then(() => {
            order.push(`${name}'s promise`);
            if (name === 'c') resolve();
          });
        });
      }
    });
    assert.deepEqual(order, ['a', "a's promise", 'b', "b's promise", 'c', "c's promise"]);
  });

  test('works from within a task, a microtask and a timer', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        queueTask(() => {
          order.push('from a timer');
          queueMicrotask(() => {
            queueTask(() => {
              order.push('from a microtask');
              queueTask(resolve);
            });
          });
        });
      }, 0);
    });
    assert.deepEqual(order, ['from a timer', 'from a microtask']);
  });
});

describe('forEachInTask', () => {
  test('runs for each item in order, with microtasks between', async () => {
    const order: string[] = [];
    await forEachInTask(['a', 'b'], (item) => {
      order.push(item);
      void microtasks(50).then(() => order.push(`${item}'s promise`));
    });
    await microtasks(60);
    assert.deepEqual(order, ['a', "a's promise", 'b', "b's promise"]);
  });

  test('is done at once when there is nothing to do', async () => {
    await forEachInTask([], () => assert.fail('called'));
  });

  test('rejects with what is thrown, and stops there', async () => {
    const seen: number[] = [];
    const run = (item: number): void => {
      seen.push(item);
      if (item === 2) throw new RangeError('two');
    };
    await assert.rejects(forEachInTask([1, 2, 3], run), RangeError);
    await microtasks(10);
    assert.deepEqual(seen, [1, 2]);
  });
});
