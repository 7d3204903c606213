import { ConnectionError } from '../errors/connection_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';
import { StreamDelivery } from '../parser/stream_delivery.js';
import { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import type { ChunkSource } from './chunk_source.js';
import { clampDelay } from './clock.js';
import { standardDefaults } from './connection_settings.js';
import { Gate } from './gate.js';
import type { ConnectionState } from './machine.js';
import { networkError } from './network_error.js';
import type { Observer, StreamConnection } from './stream_connection.js';
import { forEachInTask } from './task_queue.js';

/** The address of a stream that was not fetched. */
export const streamAddress = 'about:event-stream';

/** One stream that somebody else made, read to its end: there is nobody to ask for another. */
export class ReadableStreamConnection implements StreamConnection {
  readonly url = streamAddress;
  readonly #source: ChunkSource;
  readonly #observer: Observer;
  readonly #delivery: StreamDelivery;
  readonly #gate = new Gate();
  #state: ConnectionState = 'idle';
  #items: StreamItem[] = [];
  #failure: EventSourceError | undefined;
  #lastEventId = '';
  #reconnectionTime = standardDefaults.reconnectionTime;

  constructor(source: ChunkSource, observer: Observer) {
    this.#source = source;
    this.#observer = observer;
    this.#delivery = new StreamDelivery(
      { maxEventSize: checkMaxEventSize(undefined), reportComments: observer.comment !== undefined },
      {
        item: (kind, type, data, id, lastEventId, typed) => {
          this.#items.push(new StreamItem(kind, type, data, id, lastEventId, typed));
          if (kind === recordKind.retry) this.#reconnectionTime = clampDelay(Number(data));
        },
        failure: (error) => {
          this.#failure = error;
        },
      },
    );
    this.#delivery.listenToAll();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** As of what has been read: who pipes one stream after the other needs it when the first has been written, not when it is dispatched. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Milliseconds; as of what has been read. */
  get reconnectionTime(): number {
    return this.#reconnectionTime;
  }

  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'connecting';
    void this.#run();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#close();
    void this.#source.cancel();
  }

  /** What there is of an event that is not complete is discarded: another stream begins. */
  reset(): void {
    if (this.#state !== 'closed') this.#delivery.end();
  }

  restart(): void {
    // There is nothing to ask again.
  }

  pause(): void {
    if (this.#state !== 'closed') this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  commit(): void {
    // There is no store.
  }

  async #run(): Promise<void> {
    const announced = this.#inTask(() => {
      this.#state = 'open';
      this.#observer.opened({ response: new Response(null), url: new URL(this.url) });
    });
    const failure = await this.#readAll(announced);
    if (failure === undefined) return;
    await announced;
    await this.#inTask(() => {
      this.#close();
      this.#observer.failed(failure);
    });
  }

  /** Undefined when it was closed. */
  async #readAll(announced: Promise<void>): Promise<EventSourceError | undefined> {
    for (;;) {
      let failure: EventSourceError | undefined;
      try {
        if (this.#gate.closed !== undefined) await this.#gate.closed;
        const { done, value } = await this.#source.read();
        if (this.#state === 'closed') return undefined;
        if (done === true) {
          this.#source.release();
          return new ConnectionError('ERR_SSE_STREAM_ENDED', 'The stream ended');
        }
        this.#delivery.push(value);
        this.#lastEventId = this.#delivery.lastEventId;
        failure = this.#failure;
      } catch (cause) {
        failure = networkError(cause);
      }
      await announced;
      const items = this.#items;
      this.#items = [];
      await forEachInTask(items, (item) => this.#deliver(item));
      if (failure === undefined) continue;
      void this.#source.cancel(failure);
      return failure;
    }
  }

  #deliver(item: StreamItem): void | Promise<void> {
    if (this.#state === 'closed') return undefined;
    const { closed } = this.#gate;
    if (closed !== undefined) return closed.then(() => this.#deliver(item));
    if (item.kind === recordKind.event) return this.#observer.event(item);
    if (item.kind === recordKind.comment) this.#observer.comment?.(item.data);
    return undefined;
  }

  #inTask(run: () => void): Promise<void> {
    return forEachInTask([run], (task) => {
      if (this.#state !== 'closed') task();
    });
  }

  #close(): void {
    this.#state = 'closed';
    this.#items = [];
    this.#gate.open();
    this.#delivery.delete();
  }
}
