import { isNode } from './platform.js';

/**
 * [spec] "queue a task": what the standard does with each event. Microtasks run between two tasks, so that a promise that a listener
 * resolves has been acted on (and perhaps another listener added, or the connection closed) before the next event comes.
 */
export type QueueTask = (task: () => void) => void;

interface Platform {
  setImmediate?: (callback: () => void) => unknown;
}

const { setImmediate } = globalThis as Platform;

export const queueTask: QueueTask = chooseQueue();

/** Node runs immediates that were asked for together one after the other, and ticks and microtasks between two of them. */
const queuesAhead = isNode();

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
      const wanted = queuesAhead ? items.length - next : 1;
      for (; queued < wanted; queued++) queueTask(task);
    };
    const task = (): void => {
      queued--;
      if (isHeld) return;
      try {
        const pending = run(items[next++] as T);
        if (pending === undefined) {
          goOn();
          return;
        }
        isHeld = true;
        pending.then(goOn, fail);
      } catch (error) {
        fail(error);
      }
    };
    goOn();
  });
}

function chooseQueue(): QueueTask {
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
