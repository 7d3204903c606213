import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import { type FinishRules, isSentinel, isTerminal } from './finish_rules.js';
import type { Gate } from './gate.js';
import { forEachInTask } from './task_queue.js';

export interface Delivery {
  /** Whether each item is delivered by a task of its own. */
  readonly inTasks: boolean;
  /** Nothing is wanted any more. A signal would cost a check of its class for each event. */
  isOver: boolean;
  /** Nothing is delivered while it is closed. */
  readonly gate: Gate;
  readonly finish: FinishRules;
  /** Whether an event may be the end. */
  readonly mayFinish: boolean;
  /** Every item, before it is anything else. */
  reached(item: StreamItem): void;
  /** A promise when the next item has to wait. */
  event(event: StreamItem): void | Promise<void>;
  retry(reconnectionTime: number): void;
  comment(text: string): void;
  finished(): void;
}

/** Delivers items in their order, for as long as nobody closes the connection; a promise when one of them has to wait. */
export function deliver(items: readonly StreamItem[], delivery: Delivery): void | Promise<void> {
  // [spec] "queue a task [...] to dispatch the newly created event".
  if (delivery.inTasks) return forEachInTask(items, (item) => deliverItem(item, delivery));
  return deliverFrom(0, items, delivery);
}

function deliverFrom(first: number, items: readonly StreamItem[], delivery: Delivery): void | Promise<void> {
  for (let next = first; next < items.length;) {
    const pending = deliverItem(items[next++] as StreamItem, delivery);
    if (pending !== undefined) return pending.then(() => deliverFrom(next, items, delivery));
  }
  return undefined;
}

function deliverItem(item: StreamItem, delivery: Delivery): void | Promise<void> {
  if (delivery.isOver) return undefined;
  const { closed } = delivery.gate;
  if (closed !== undefined) return closed.then(() => deliverItem(item, delivery));
  delivery.reached(item);
  switch (item.kind) {
    case recordKind.event:
      return delivery.mayFinish ? deliverEvent(item, delivery) : delivery.event(item);
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
  const { finish } = delivery;
  if (isSentinel(finish, event)) {
    delivery.finished();
    return undefined;
  }
  const pending = delivery.event(event);
  if (!isTerminal(finish, event)) return pending;
  const conclude = (): void => {
    if (!delivery.isOver) delivery.finished();
  };
  if (pending !== undefined) return pending.then(conclude);
  conclude();
  return undefined;
}
