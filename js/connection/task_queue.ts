import { messageQueue } from './message_queue.js';
import { queueTick, queueTogether } from './runtime.js';

/**
 * [spec] "queue a task": what the standard does with each event. Microtasks run between two tasks, so that a promise that a listener
 * resolves has been acted on (and perhaps another listener added, or the connection closed) before the next event comes.
 */
export type QueueTask = (task: () => void) => void;

/** One task, and several that are known at once. */
interface Queues {
  readonly queueOne: QueueTask;
  /** Undefined where tasks have to be asked for one after the other. */
  readonly queueSeveral: QueueTask | undefined;
}

const { queueOne: queueTask, queueSeveral } = chooseQueues();

export { queueTask };

/**
 * Calls `run` for each item, in order and each time in a task of its own; a promise that it returns is waited for before the next.
 * Rejects with what `run` throws.
 */
export function forEachInTask<T>(items: readonly T[], run: (item: T) => void | Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let queued = 0;
    let isHeld = false;
    const fail = (error: unknown): void => {
      isHeld = true;
      reject(error instanceof Error ? error : new Error('A task threw', { cause: error }));
    };
    const goOn = (): void => {
      isHeld = false;
      if (next === items.length) {
        resolve();
        return;
      }
      const left = items.length - next;
      if (left > 1 && queueSeveral !== undefined) for (; queued < left; queued++) queueSeveral(task);
      else if (queued === 0) {
        queued = 1;
        queueTask(task);
      }
    };
    const task = (): void => {
      queued--;
      if (isHeld) return;
      try {
        const pending = run(items[next++] as T);
        if (pending !== undefined) {
          isHeld = true;
          pending.then(goOn, fail);
        } else if (queued === 0) goOn();
      } catch (error) {
        fail(error);
      }
    };
    goOn();
  });
}

function chooseQueues(): Queues {
  if (queueTick !== undefined) return { queueOne: queueTick, queueSeveral: queueTogether };
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => unknown };
  if (setImmediate === undefined && typeof MessageChannel !== 'undefined') {
    const queueMessage = messageQueue();
    return { queueOne: queueMessage, queueSeveral: queueMessage };
  }
  const queueOne: QueueTask = (task) => {
    if (setImmediate === undefined) setTimeout(task, 0);
    else setImmediate(task);
  };
  return { queueOne, queueSeveral: undefined };
}
