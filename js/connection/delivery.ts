import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import type { ConnectionSettings } from './connection_settings.js';
import { type FinishRules, isSentinel, isTerminal } from './finish_rules.js';
import type { Gate } from './gate.js';
import type { Input } from './machine.js';
import type { Position } from './position.js';
import type { Observer } from './stream_connection.js';
import { forEachInTask } from './task_queue.js';

/** Who gets the items of a connection. */
export interface DeliveryTo {
  /** Nothing is delivered while it is closed. */
  readonly gate: Gate;
  readonly position: Position;
  readonly observer: Observer;
  readonly input: (input: Input) => void;
}

/** Delivers the items of one attempt. */
export class Delivery {
  /** Nothing is wanted any more. A signal would cost a check of its class for each event. */
  isOver = false;
  /** What the observer said last: a promise when it was not done with the event. */
  pending: void | Promise<void> = undefined;
  readonly #to: DeliveryTo;
  readonly #finish: FinishRules;
  readonly #inTasks: boolean;
  /** Whether an event may be the end. */
  readonly #mayFinish: boolean;

  constructor({ inTasks, finish }: Pick<ConnectionSettings, 'inTasks' | 'finish'>, to: DeliveryTo) {
    this.#to = to;
    this.#finish = finish;
    this.#inTasks = inTasks;
    this.#mayFinish = finish.data.length + finish.event.length > 0;
  }

  /** Delivers items in their order, for as long as it is not over; a promise when one of them has to wait. */
  deliver(items: readonly StreamItem[]): void | Promise<void> {
    // [spec] "queue a task [...] to dispatch the newly created event".
    if (this.#inTasks) return forEachInTask(items, (item) => this.#deliverItem(item));
    return this.#deliverFrom(0, items);
  }

  #deliverFrom(first: number, items: readonly StreamItem[]): void | Promise<void> {
    for (let next = first; next < items.length;) {
      const pending = this.#deliverItem(items[next++] as StreamItem);
      if (pending !== undefined) return pending.then(() => this.#deliverFrom(next, items));
    }
    return undefined;
  }

  #deliverItem(item: StreamItem): void | Promise<void> {
    if (this.isOver) return undefined;
    const { gate, position, observer, input } = this.#to;
    const { closed } = gate;
    if (closed !== undefined) return closed.then(() => this.#deliverItem(item));
    position.lastEventId = item.lastEventId;
    switch (item.kind) {
      case recordKind.event:
        return this.#mayFinish ? this.#deliverPerhapsLast(item) : this.#deliverEvent(item);
      case recordKind.retry: {
        const reconnectionTime = Number(item.data);
        input({ type: 'retry', reconnectionTime });
        observer.retry?.(reconnectionTime);
        return undefined;
      }
      case recordKind.comment:
        observer.comment?.(item.data);
        return undefined;
      default:
        return undefined;
    }
  }

  #deliverEvent(event: StreamItem): void | Promise<void> {
    return (this.pending = this.#to.observer.event(event));
  }

  #deliverPerhapsLast(event: StreamItem): void | Promise<void> {
    const finish = (): void => {
      if (!this.isOver) this.#to.input({ type: 'finish' });
    };
    if (isSentinel(this.#finish, event)) {
      finish();
      return undefined;
    }
    const pending = this.#deliverEvent(event);
    if (!isTerminal(this.#finish, event)) return pending;
    if (pending !== undefined) return pending.then(finish);
    finish();
    return undefined;
  }
}
