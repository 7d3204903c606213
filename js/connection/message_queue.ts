import type { QueueTask } from './task_queue.js';

/** Tasks that one message runs at most, so that a page is painted and hears its user in between. */
const tasksAMessage = 32;

/**
 * Browsers delay a timer, and the more the deeper it is nested; a message they do not. But a message costs more than most tasks, so one
 * runs several: it has as many listeners, and each runs a task.
 *
 * HTML standard, "clean up after running script": "If the JavaScript execution context stack is now empty, perform a microtask
 * checkpoint." That is after each listener of an event that no script dispatched.
 */
export function messageQueue(): QueueTask {
  let tasks: (() => void)[] = [];
  let next = 0;
  let port: MessagePort | undefined;
  let isPosted = false;
  /** Whether microtasks run between two listeners; undefined until that has been seen. */
  let isSeparate: boolean | undefined;
  let hasMicrotaskRun = false;

  const post = (): void => {
    isPosted = true;
    port?.postMessage(undefined);
  };

  const look = (listener: number): void => {
    if (listener > 0) {
      isSeparate = hasMicrotaskRun;
      return;
    }
    hasMicrotaskRun = false;
    queueMicrotask(() => {
      hasMicrotaskRun = true;
    });
  };

  const run = (event: Event, listener: number): void => {
    if (isSeparate === undefined) look(listener);
    if (isSeparate === false && listener > 0) {
      event.stopImmediatePropagation();
      post();
      return;
    }
    const task = tasks[next++];
    const isLastOfMessage = isSeparate === false || listener === tasksAMessage - 1;
    if (next === tasks.length) {
      tasks = [];
      next = 0;
      isPosted = false;
      event.stopImmediatePropagation();
    } else if (isLastOfMessage) {
      event.stopImmediatePropagation();
      post();
    }
    task?.();
  };

  const open = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    for (let listener = 0; listener < tasksAMessage; listener++) {
      port1.addEventListener('message', (event) => {
        run(event, listener);
      });
    }
    port1.start();
    return port2;
  };

  return (task) => {
    port ??= open();
    tasks.push(task);
    if (!isPosted) post();
  };
}
