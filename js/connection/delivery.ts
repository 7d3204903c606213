import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import { type FinishRules, isSentinel, isTerminal } from './finish_rules.js';
import type { Gate } from './gate.js';
import { forEachInTask } from './task_queue.js';

export interface Delivery {
  /** Whether each item is delivered by a task of its own. */
  readonly inTasks: boolean;
  readonly signal: AbortSignal;
  /** Nothing is delivered while it is closed. */
  readonly gate: Gate;
  readonly finish: FinishRules;
  /** Every item, before it is anything else. */
  reached(item: StreamItem): void;
  /** A promise when the next item has to wait. */
  event(event: StreamItem): void | Promise<void>;
  retry(reconnectionTime: number): void;
  comment(text: string): void;
  finished(): void;
}

/** Delivers items in their order, for as long as nobody closes the connection; the promise is there when one of them has to wait. */
export async function deliver(items: readonly StreamItem[], delivery: Delivery): Promise<void> {
  if (delivery.inTasks) {
    // [spec] "queue a task [...] to dispatch the newly created event".
    await forEachInTask(items, (item) => deliverItem(item, delivery));
    return;
  }
  for (const item of items) {
    const pending = deliverItem(item, delivery);
    if (pending !== undefined) await pending;
  }
}

function deliverItem(item: StreamItem, delivery: Delivery): void | Promise<void> {
  if (delivery.signal.aborted) return undefined;
  const { closed } = delivery.gate;
  if (closed !== undefined) return closed.then(() => deliverItem(item, delivery));
  delivery.reached(item);
  switch (item.kind) {
    case recordKind.event:
      return deliverEvent(item, delivery);
    case recordKind.retry:
      delivery.retry(Number(item.data));
      return undefined;
    case recordKind.comment:
      delivery.comment(item.data);
      return undefined;
    default:
      return undefined;
  }
}

function deliverEvent(event: StreamItem, delivery: Delivery): void | Promise<void> {
  const { finish, signal } = delivery;
  if (isSentinel(finish, event)) {
    delivery.finished();
    return undefined;
  }
  const pending = delivery.event(event);
  if (!isTerminal(finish, event)) return pending;
  const conclude = (): void => {
    if (!signal.aborted) delivery.finished();
  };
  if (pending !== undefined) return pending.then(conclude);
  conclude();
  return undefined;
}
