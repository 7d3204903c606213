import { ConnectionError } from '../errors/connection_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { ItemStream } from '../parser/item_stream.js';
import { defaultMaxEventSize } from '../parser/max_event_size.js';
import { toBytes } from '../parser/stream_delivery.js';
import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import type { ChunkSource } from './chunk_source.js';
import { clampDelay } from './clock.js';
import { standardDefaults } from './connection_settings.js';
import type { ConnectionState } from './machine.js';
import { networkError } from './network_error.js';
import type { Observer } from './stream_connection.js';
import { forEachInTask } from './task_queue.js';

/** The address of a stream that was not fetched. */
export const streamAddress = 'about:event-stream';

const encoder = new TextEncoder();

/** One stream that somebody else made, read to its end: there is nobody to ask for another. */
export class ReadableStreamConnection {
  state: ConnectionState = 'idle';
  /** As of what has been read: who pipes one stream after the other needs it when the first has been written, not when it is dispatched. */
  lastEventId = '';
  /** Milliseconds; as of what has been read. */
  reconnectionTime = standardDefaults.reconnectionTime;
  readonly #source: ChunkSource;
  readonly #observer: Observer;
  readonly #stream = new ItemStream({ maxEventSize: defaultMaxEventSize });

  constructor(source: ChunkSource, observer: Observer) {
    this.#source = source;
    this.#observer = observer;
  }

  start(): void {
    this.state = 'connecting';
    void this.#run();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#end();
    void this.#source.cancel();
  }

  /** What there is of an event that is not complete is discarded: another stream begins. */
  reset(): void {
    if (!this.#isClosed) this.#stream.end();
  }

  commit(): void {
    // There is no store.
  }

  async #run(): Promise<void> {
    await this.#inTasks([{ response: new Response(null), url: new URL(streamAddress) }], (answer) => {
      this.state = 'open';
      this.#observer.opened(answer);
    });
    let failure: EventSourceError | undefined;
    while (failure === undefined && !this.#isClosed) {
      const items: StreamItem[] = [];
      failure = await this.#read(items);
      await this.#inTasks(items, (item) => (item.kind === recordKind.event ? this.#observer.event(item) : undefined));
    }
    if (failure === undefined) return;
    await this.#inTasks([failure], (error) => {
      this.#end();
      this.#observer.failed(error);
    });
  }

  /** Reads a chunk; why it was the last, if it was. */
  async #read(items: StreamItem[]): Promise<EventSourceError | undefined> {
    let failure: EventSourceError | undefined;
    try {
      const { done, value } = await this.#source.read();
      if (done === true) {
        this.#source.release();
        return new ConnectionError('ERR_SSE_STREAM_ENDED', 'The stream ended');
      }
      if (this.#isClosed) return undefined;
      failure = this.#stream.feed(typeof value === 'string' ? encoder.encode(value) : toBytes(value), items);
    } catch (cause) {
      failure = networkError(cause);
    }
    for (const { kind, data, lastEventId } of items) {
      this.lastEventId = lastEventId;
      if (kind === recordKind.retry) this.reconnectionTime = clampDelay(Number(data));
    }
    if (failure !== undefined) void this.#source.cancel(failure);
    return failure;
  }

  #inTasks<T>(items: readonly T[], run: (item: T) => void | Promise<void>): Promise<void> {
    return forEachInTask(items, (item) => (this.#isClosed ? undefined : run(item)));
  }

  get #isClosed(): boolean {
    return this.state === 'closed';
  }

  #end(): void {
    this.state = 'closed';
    this.#stream.delete();
  }
}
