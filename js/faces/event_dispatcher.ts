import { Gate } from '../connection/gate.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import { CommitOrder, type Handling } from './commit_order.js';
import { type Delivery, earlier } from './delivery.js';
import { type Ending, EventIterator } from './event_iterator.js';
import { EventQueue, type Overflow } from './event_queue.js';
import type { Handler, SourceEvent } from './event_source_options.js';
import { Handlers, type HandlersOwner, isPromise } from './handlers.js';
import type { DecodeData } from './json_data.js';

export interface DispatcherSettings {
  readonly limit: number;
  readonly overflow: Overflow;
  readonly decode: DecodeData | undefined;
}

/** Told of what comes of the events. */
export interface DispatcherOwner extends HandlersOwner<SourceEvent> {
  /** An event has bad data. */
  troubled(error: EventSourceError): void;
  overflowed(error: EventSourceError): void;
  /** A loop was left. */
  left(): void;
}

const noIterators: readonly EventIterator[] = [];

/** Brings events to those who want them: handlers, one event after the other, and iterators. */
export class EventDispatcher {
  readonly #settings: DispatcherSettings;
  readonly #owner: DispatcherOwner;
  readonly #handlers: Handlers<SourceEvent>;
  #iterators = noIterators;
  /** Closed until somebody has asked for events. */
  readonly #wanted = new Gate();
  readonly #pause = new Gate();
  #commits: CommitOrder | undefined;
  /** Events for handlers that are at work on another; undefined when they are not. */
  #backlog: EventQueue<Delivery> | undefined;
  /** Handlers that are at work, perhaps on an event of a connection before, and hold everything else back. */
  #atWork: Promise<void> | undefined;
  #ending: Ending | undefined;
  /** Grows when what has not been handed over yet is not to be. */
  #epoch = 0;
  #count = 0;
  /** The last event ID of the event that was handed over last. */
  #reached = '';
  /** Whether there is an event that was received and not handed over. */
  #isHolding = false;
  #resumeFrom: string | undefined;

  constructor(settings: DispatcherSettings, owner: DispatcherOwner) {
    this.#settings = settings;
    this.#owner = owner;
    this.#handlers = new Handlers(owner);
    this.#wanted.close();
  }

  get hasIterators(): boolean {
    return this.#iterators.length > 0;
  }

  /** What to ask for after the end, if not for what follows the event received last: events were dropped before anybody had them. */
  get resumeFrom(): string | undefined {
    return this.#resumeFrom;
  }

  /**
   * A connection begins.
   *
   * @param commit told how far its events are handled; undefined when nobody wants to know
   */
  begin(lastEventId: string, commit: ((lastEventId: string) => void) | undefined): void {
    this.#ending = undefined;
    this.#iterators = noIterators;
    this.#reached = lastEventId;
    this.#resumeFrom = undefined;
    // What is still under way from before must not be stored over what comes.
    this.#commits?.stop();
    this.#commits = commit === undefined ? undefined : new CommitOrder(commit);
  }

  /** Handlers get no more until `resume`. Iterators can be asked for what they have. */
  pause(): void {
    this.#pause.close();
  }

  resume(): void {
    this.#pause.open();
  }

  add(type: string | undefined, handler: Handler<SourceEvent>, once: boolean): void {
    this.#handlers.add(type, handler, once);
    this.#wanted.open();
  }

  remove(type: string | undefined, handler: Handler<SourceEvent>): void {
    this.#handlers.remove(type, handler);
  }

  iterate(): EventIterator {
    const { limit, overflow } = this.#settings;
    const iterator = new EventIterator(limit, overflow, (returned) => {
      if (this.#iterators.includes(returned)) this.#owner.left();
    });
    if (this.#ending === undefined) this.#iterators = [...this.#iterators, iterator];
    else iterator.end(this.#ending);
    this.#wanted.open();
    return iterator;
  }

  /** A promise when the next event has to wait. It does not reject. */
  receive(item: StreamItem): void | Promise<void> {
    const held = this.#wanted.closed ?? this.#atWork ?? this.#pause.closed;
    if (held !== undefined) return this.#later(held, () => this.receive(item));
    const { decode } = this.#settings;
    if (decode === undefined) return this.#dispatch(item, item.data);
    const epoch = this.#epoch;
    this.#isHolding = true;
    let data: unknown;
    try {
      data = decode(item);
    } catch (error) {
      if (epoch === this.#epoch) this.#skip(item, error as EventSourceError);
      return undefined;
    }
    // What decodes is the caller's, and may have closed the source.
    if (epoch !== this.#epoch) return undefined;
    if (!isPromise(data)) return this.#dispatch(item, data);
    const outcome = Promise.resolve(data).then(
      (value) => () => this.#dispatchUnpaused(item, value),
      (error: unknown) => () => {
        this.#skip(item, error as EventSourceError);
      },
    );
    return this.#later(outcome, (run) => run());
  }

  /** This ID has been stored, whatever is handled or not. */
  committed(lastEventId: string): void {
    this.#commits?.committed(lastEventId);
  }

  /** What is stored is asked for anew: what waits will come again, and so will what failed. */
  restart(): void {
    if (this.#commits === undefined) return;
    this.#commits.reset();
    this.drop();
    this.#epoch++;
    this.#isHolding = false;
  }

  /** @param drop whether events that wait are not to be had any more */
  end(ending: Ending, drop: boolean): void {
    this.#ending = ending;
    this.#epoch++;
    this.#resumeFrom = this.#isHolding ? this.#reached : undefined;
    this.#isHolding = false;
    if (drop) this.drop();
    for (const iterator of this.#iterators) iterator.end(ending);
  }

  drop(): void {
    let oldest = this.#backlog?.clear();
    for (const iterator of this.#iterators) oldest = earlier(oldest, iterator.drop());
    if (oldest !== undefined) this.#resumeFrom = oldest.before;
  }

  /** Goes on with an event when the promise, which does not reject, is fulfilled. */
  #later<T>(held: Promise<T>, run: (value: T) => void | Promise<void>): Promise<void> {
    const epoch = this.#epoch;
    this.#isHolding = true;
    return held.then((value) => (epoch === this.#epoch ? run(value) : undefined));
  }

  #dispatchUnpaused(item: StreamItem, data: unknown): void | Promise<void> {
    const { closed } = this.#pause;
    if (closed === undefined) return this.#dispatch(item, data);
    return this.#later(closed, () => this.#dispatchUnpaused(item, data));
  }

  /** An event that nobody gets, and that nobody needs to get again. */
  #skip({ lastEventId }: StreamItem, error: EventSourceError): void {
    this.#isHolding = false;
    this.#reached = lastEventId;
    const handling = this.#commits?.begin(lastEventId);
    this.#owner.troubled(error);
    handling?.release(true);
  }

  #dispatch({ type, data: rawData, id, lastEventId, typed }: StreamItem, data: unknown): void | Promise<void> {
    const event: SourceEvent = { type, data, rawData, id, lastEventId, event: typed ? type : undefined };
    const handling = this.#commits?.begin(lastEventId);
    const before = this.#reached;
    this.#reached = lastEventId;
    this.#isHolding = false;
    if (this.#iterators.length === 0 && this.#backlog === undefined) return this.#run(event, handling);
    const delivery: Delivery = { event, handling, number: this.#count++, before };
    try {
      let pending: Promise<unknown> | undefined;
      for (const iterator of this.#iterators) pending = both(pending, iterator.push(delivery));
      pending = both(pending, this.#backlog === undefined ? this.#run(event, handling) : this.#backlog.push(delivery));
      return pending?.then(nothing);
    } catch (error) {
      // A queue is full: nothing else throws here.
      this.#owner.overflowed(error as EventSourceError);
      return undefined;
    }
  }

  /** Has the handlers run, which are not at work on another event. */
  #run(event: SourceEvent, handling: Handling | undefined): Promise<void> | undefined {
    const result = this.#handlers.run(event);
    if (typeof result === 'boolean') {
      handling?.release(result);
      return undefined;
    }
    const done = result.then((succeeded) => {
      this.#atWork = undefined;
      handling?.release(succeeded);
    });
    const { limit, overflow } = this.#settings;
    if (overflow === 'pause') {
      this.#atWork = done;
      return done;
    }
    this.#backlog = new EventQueue(limit, overflow, (dropped) => dropped.handling?.release(true));
    void done.then(() => this.#workOff());
    return undefined;
  }

  async #workOff(): Promise<void> {
    for (;;) {
      while (this.#pause.closed !== undefined) await this.#pause.closed;
      const next = this.#backlog?.shift();
      if (next === undefined) break;
      const succeeded = await this.#handlers.run(next.event);
      next.handling?.release(succeeded);
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
