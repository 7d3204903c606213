import { isNode } from './platform.js';
import type { QueueTask } from './task_queue.js';

interface Platform {
  readonly process: { nextTick(callback: () => void): void };
  readonly setImmediate: (callback: () => void) => unknown;
}

const { process, setImmediate } = globalThis as unknown as Platform;

/**
 * Node empties its queue of ticks only when no microtask is left, so a tick that a microtask asks for is as good as a task, and spares
 * a turn of the event loop. One at a time: it does not run microtasks between two ticks.
 */
export const queueTick: QueueTask | undefined = isNode() ? tickQueue() : undefined;

/**
 * Node runs immediates that were asked for together one after the other, and what they left in its queues of ticks and microtasks between
 * two of them. For several tasks that is half the price of a tick each.
 */
export const queueTogether: QueueTask | undefined = isNode()
  ? (task) => {
      setImmediate(task);
    }
  : undefined;

function tickQueue(): QueueTask {
  const tasks: (() => void)[] = [];
  const askForTick = (): void => {
    process.nextTick(runNext);
  };
  const runNext = (): void => {
    const task = tasks.shift();
    if (tasks.length > 0) queueMicrotask(askForTick);
    task?.();
  };
  return (task) => {
    if (tasks.push(task) === 1) queueMicrotask(askForTick);
  };
}
