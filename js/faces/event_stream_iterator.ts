import type { ChunkSource } from '../connection/chunk_source.js';
import { type FinishRules, isSentinel, isTerminal } from '../connection/finish_rules.js';
import { readRest } from '../connection/rest_of_body.js';
import { ConnectionError } from '../errors/connection_error.js';
import { StreamDelivery } from '../parser/stream_delivery.js';
import { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import type { ParsedEvent } from './parsed_event.js';

export interface IteratorSettings {
  readonly maxEventSize: number;
  readonly finish: FinishRules;
  /** Whether the source is an answer's body, which is read to its end for the sake of its connection. */
  readonly isAnswer: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onComment: ((comment: string) => void) | undefined;
  readonly onRetry: ((retry: number) => void) | undefined;
}

type Result = IteratorResult<ParsedEvent, undefined>;

/** The events of one stream, which is read on when all that it has yielded were taken. */
export class EventStreamIterator implements AsyncIterableIterator<ParsedEvent, undefined> {
  readonly #source: ChunkSource;
  readonly #settings: IteratorSettings;
  readonly #delivery: StreamDelivery;
  #items: StreamItem[] = [];
  #next = 0;
  /** Calls of `next` that wait, and when the last of them is answered. */
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #interruptRead: (() => void) | undefined;

  constructor(source: ChunkSource, settings: IteratorSettings) {
    const { maxEventSize, finish, signal, onComment } = settings;
    this.#source = source;
    this.#settings = settings;
    this.#delivery = new StreamDelivery(
      { maxEventSize, reportComments: onComment !== undefined },
      {
        item: (kind, type, data, id, lastEventId, typed) => {
          const item = new StreamItem(kind, type, data, id, lastEventId, typed);
          const isEvent = kind === recordKind.event;
          const isEnd = isEvent && isSentinel(finish, item);
          if (!isEnd) this.#items.push(item);
          if (isEnd || (isEvent && isTerminal(finish, item))) this.#complete();
        },
        failure: (error) => {
          this.#fail(error);
        },
      },
    );
    this.#delivery.listenToAll();
    if (signal?.aborted === true) this.#abort();
    else signal?.addEventListener('abort', this.#abort, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    const item = this.#items[this.#next];
    if (this.#waiting === 0 && item?.kind === recordKind.event) {
      this.#next++;
      return Promise.resolve({ done: false, value: toEvent(item) });
    }
    const answer = this.#turn.then(() => this.#pull());
    const answered = (): void => {
      this.#waiting--;
    };
    this.#waiting++;
    this.#turn = answer.then(answered, answered);
    return answer;
  }

  /** Cancels the stream, and lets go of it; `break` calls this. */
  async return(): Promise<Result> {
    this.#drop();
    await this.#cancel();
    return { done: true, value: undefined };
  }

  async #pull(): Promise<Result> {
    for (;;) {
      const event = this.#take();
      if (event !== undefined) return { done: false, value: event };
      if (this.#failure !== undefined) {
        const { error } = this.#failure;
        this.#failure = undefined;
        throw error;
      }
      if (this.#isOver) return { done: true, value: undefined };
      await this.#read();
    }
  }

  /** The next event, if it is there already. */
  #take(): ParsedEvent | undefined {
    for (let item; (item = this.#items[this.#next]) !== undefined;) {
      this.#next++;
      if (item.kind === recordKind.event) return toEvent(item);
      try {
        if (item.kind === recordKind.comment) this.#settings.onComment?.(item.data);
        else if (item.kind === recordKind.retry) this.#settings.onRetry?.(Number(item.data));
      } catch (error) {
        this.#drop();
        this.#fail(error);
      }
    }
    this.#drop();
    return undefined;
  }

  async #read(): Promise<void> {
    let result;
    try {
      result = await this.#untilInterrupted(this.#source.read());
    } catch (error) {
      this.#end({ error });
      return;
    }
    if (result === undefined || this.#isOver) return;
    if (result.done === true) {
      this.#end(this.#prematureEnd());
      return;
    }
    try {
      this.#delivery.push(result.value);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Undefined when it was interrupted: not every source answers a read when it is cancelled. */
  #untilInterrupted<T>(read: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#interruptRead = () => {
        resolve(undefined);
      };
      read.then(resolve, reject);
    });
  }

  readonly #abort = (): void => {
    this.#drop();
    this.#fail(this.#settings.signal?.reason);
  };

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = { error };
    void this.#cancel(error);
  }

  /** The source has ended, or failed. An event that is not complete is discarded. */
  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return;
    this.#failure = failure;
    this.#close();
    this.#source.release();
  }

  #prematureEnd(): { readonly error: unknown } | undefined {
    if (this.#settings.finish.end) return undefined;
    const message = 'The stream ended without the event that finishOn names';
    return { error: new ConnectionError('ERR_SSE_STREAM_ENDED', message) };
  }

  #complete(): void {
    if (!this.#settings.isAnswer) {
      void this.#cancel();
    } else if (!this.#isOver) {
      this.#close();
      void readRest(this.#source);
    }
  }

  async #cancel(reason?: unknown): Promise<void> {
    if (this.#isOver) return;
    this.#close();
    await this.#source.cancel(reason);
  }

  #close(): void {
    this.#isOver = true;
    this.#settings.signal?.removeEventListener('abort', this.#abort);
    this.#delivery.delete();
    this.#interruptRead?.();
  }

  #drop(): void {
    this.#items = [];
    this.#next = 0;
  }
}

function toEvent({ type, data, id, lastEventId, typed }: StreamItem): ParsedEvent {
  return { type, data, id, lastEventId, event: typed ? type : undefined };
}
