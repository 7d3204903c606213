import { Gate } from '../connection/gate.js';
import { reportException } from '../connection/report_exception.js';
import { EventSourceError } from '../errors/event_source_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import { CommitOrder, type Handling } from './commit_order.js';
import { type Ending, EventIterator } from './event_iterator.js';
import { EventQueue, type Overflow } from './event_queue.js';
import type { Handler, SourceEvent } from './event_source_options.js';
import { Handlers, isPromise } from './handlers.js';
import type { DecodeData } from './json_data.js';

export interface DispatcherSettings {
  readonly limit: number;
  readonly overflow: Overflow;
  readonly decode: DecodeData | undefined;
  /** Where IDs go whose events are handled; undefined when nobody wants to know. */
  readonly commit: ((lastEventId: string) => void) | undefined;
  readonly handlerFailed: (exception: unknown, event: SourceEvent) => void;
  /** An event has bad data. */
  readonly troubled: (error: EventSourceError) => void;
  readonly overflowed: (error: EventSourceError) => void;
  /** A loop was left. */
  readonly left: () => void;
}

/** Brings events to those who want them: handlers, one event after the other, and iterators. */
export class EventDispatcher {
  readonly #settings: DispatcherSettings;
  readonly #handlers: Handlers<SourceEvent>;
  readonly #iterators = new Set<EventIterator<SourceEvent>>();
  readonly #commits: CommitOrder | undefined;
  /** Closed until somebody has asked for events. */
  readonly #wanted = new Gate();
  /** Handlers that are at work, and hold everything else back. */
  #working: Promise<void> | undefined;
  /** Events for handlers that are at work on another; undefined when they are not. */
  #backlog: EventQueue<{ event: SourceEvent; handling: Handling | undefined }> | undefined;
  /** Counts the lives of the connection: what one left behind is not delivered in the next. */
  #life = 0;

  constructor(settings: DispatcherSettings) {
    this.#settings = settings;
    this.#handlers = new Handlers(settings.handlerFailed);
    this.#commits = settings.commit === undefined ? undefined : new CommitOrder(settings.commit);
    this.#wanted.close();
  }

  get hasIterators(): boolean {
    return this.#iterators.size > 0;
  }

  add(type: string | undefined, handler: Handler<SourceEvent>, once: boolean): void {
    this.#handlers.add(type, handler, once);
    this.#wanted.open();
  }

  remove(type: string | undefined, handler: Handler<SourceEvent>): void {
    this.#handlers.remove(type, handler);
  }

  iterate(isOver: boolean): EventIterator<SourceEvent> {
    const { limit, overflow, left } = this.#settings;
    const iterator = new EventIterator<SourceEvent>(limit, overflow, (returned) => {
      if (this.#iterators.delete(returned)) left();
    });
    if (isOver) iterator.end({ thrown: false }, true);
    else this.#iterators.add(iterator);
    this.#wanted.open();
    return iterator;
  }

  /** A promise when the next event has to wait. It does not reject. */
  receive(item: StreamItem): void | Promise<void> {
    const life = this.#life;
    // A connection that was closed may have left a handler at work; the next one's events wait for it.
    const hindrance = this.#wanted.closed ?? this.#working;
    if (hindrance !== undefined) return hindrance.then(() => (life === this.#life ? this.receive(item) : undefined));
    const { decode, troubled } = this.#settings;
    if (decode === undefined) return this.#dispatch(item, item.data);
    let data: unknown;
    try {
      data = decode(item);
    } catch (error) {
      troubled(error as EventSourceError);
      return undefined;
    }
    return isPromise(data) ? this.#dispatchLater(item, data) : this.#dispatch(item, data);
  }

  /** Whatever is handled or not from now on, it was before that is meant no more. */
  resetCommits(): void {
    this.#commits?.reset();
  }

  /** Events that wait for iterators will come again. */
  dropWaiting(): void {
    if (this.#commits !== undefined) for (const iterator of this.#iterators) iterator.drop();
  }

  /** @param drop whether events that wait are not to be had any more */
  end(ending: Ending, drop: boolean): void {
    this.#life++;
    for (const iterator of this.#iterators) iterator.end(ending, drop);
    this.#iterators.clear();
    if (drop) this.#backlog?.clear();
  }

  async #dispatchLater(item: StreamItem, pending: PromiseLike<unknown>): Promise<void> {
    const life = this.#life;
    let data: unknown;
    try {
      data = await pending;
    } catch (error) {
      if (error instanceof EventSourceError) this.#settings.troubled(error);
      else reportException(error);
      return;
    }
    if (life === this.#life) await this.#dispatch(item, data);
  }

  #dispatch({ type, data: rawData, id, lastEventId, typed }: StreamItem, data: unknown): void | Promise<void> {
    const event: SourceEvent = { type, data, rawData, id, lastEventId, event: typed ? type : undefined };
    const handling = this.#commits?.begin(lastEventId);
    let pending: Promise<unknown> | undefined;
    try {
      for (const iterator of this.#iterators) pending = both(pending, iterator.push(event, handling));
      pending = both(pending, this.#offer(event, handling));
    } catch (error) {
      // A queue is full: nothing else throws here.
      this.#settings.overflowed(error as EventSourceError);
      return undefined;
    }
    return pending?.then(nothing);
  }

  /** Gives the event to the handlers, now or when they are done with others. */
  #offer(event: SourceEvent, handling: Handling | undefined): Promise<void> | undefined {
    if (this.#backlog !== undefined) return this.#backlog.push({ event, handling });
    const result = this.#handlers.run(event);
    if (typeof result === 'boolean') {
      handling?.release(result);
      return undefined;
    }
    const done = result.then((succeeded) => {
      this.#working = undefined;
      handling?.release(succeeded);
    });
    const { limit, overflow } = this.#settings;
    if (overflow === 'pause') return (this.#working = done);
    this.#backlog = new EventQueue(limit, overflow, (dropped) => dropped.handling?.release(true));
    void done.then(() => this.#workOff());
    return undefined;
  }

  async #workOff(): Promise<void> {
    for (let next = this.#backlog?.shift(); next !== undefined; next = this.#backlog?.shift()) {
      next.handling?.release(await this.#handlers.run(next.event));
    }
    this.#backlog = undefined;
  }
}

function both(one: Promise<unknown> | undefined, other: Promise<unknown> | undefined): Promise<unknown> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Promise.all([one, other]);
}

function nothing(): void {
  // Who waits for several promises has no use for what they give.
}
