import { queueTick, queueTogether } from './runtime.js';

/**
 * [spec] "queue a task": what the standard does with each event. Microtasks run between two tasks, so that a promise that a listener
 * resolves has been acted on (and perhaps another listener added, or the connection closed) before the next event comes.
 */
export type QueueTask = (task: () => void) => void;

export const queueTask: QueueTask = queueTick ?? chooseQueue();

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
      if (left > 1 && queueTogether !== undefined) for (; queued < left; queued++) queueTogether(task);
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

function chooseQueue(): QueueTask {
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => unknown };
  if (setImmediate !== undefined) {
    return (task) => {
      setImmediate(task);
    };
  }
  if (typeof MessageChannel !== 'undefined') return messageQueue();
  return (task) => {
    setTimeout(task, 0);
  };
}

/** Browsers delay a timer, and the more the deeper it is nested; a message they do not. */
function messageQueue(): QueueTask {
  const tasks: (() => void)[] = [];
  let port: MessagePort | undefined;
  return (task) => {
    if (port === undefined) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        tasks.shift()?.();
      };
      port = channel.port2;
    }
    tasks.push(task);
    port.postMessage(undefined);
  };
}
