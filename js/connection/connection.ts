import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { ResponseError } from '../errors/response_error.js';
import { EventStream } from '../parser/event_stream.js';
import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import { type Effect, initialState, type Input, type Policy, type State, step } from './machine.js';
import { prepareRequest, type RequestSettings } from './request.js';
import { checkResponse } from './response_check.js';
import { queueTask } from './task_queue.js';
import { type Answer, type Fetch, mayHaveBeenSent, send } from './transport.js';

/** Told of what happens, each time in a task of its own, with the connection's state already what it will be. */
export interface Observer {
  opened(answer: Answer): void;
  event(event: StreamItem): void;
  /** The connection is lost, or, when its state is `closed`, has failed for good. */
  failed(error: EventSourceError): void;
}

export interface ConnectionSettings {
  readonly request: RequestSettings;
  readonly policy: Policy;
  readonly maxEventSize: number;
  /** `globalThis.fetch`, as it is at the time of each attempt, unless given. */
  readonly fetch: Fetch | undefined;
}

/** Does what the machine says: fetches, reads, parses, waits, and tells the observer. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #observer: Observer;
  readonly #stream: EventStream;
  #state: State;
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answer: Answer | undefined;
  #lastEventId = '';

  constructor(settings: ConnectionSettings, observer: Observer) {
    this.#settings = settings;
    this.#observer = observer;
    this.#state = initialState(settings.policy);
    this.#stream = new EventStream({ maxEventSize: settings.maxEventSize });
  }

  get state(): State['name'] {
    return this.#state.name;
  }

  /** [spec] The last event ID string, as of the event dispatched last. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Events of this type are wanted. Others are not read out of the stream. */
  listen(type: string): void {
    if (this.#state.name !== 'closed') this.#stream.types.listen(type);
  }

  start(): void {
    this.#input({ type: 'start' });
  }

  close(): void {
    this.#input({ type: 'close' });
  }

  #input(input: Input): void {
    const { state, effects } = step(this.#settings.policy, this.#state, input);
    this.#state = state;
    const error = input.type === 'failed' ? (input.failure as FailureWithError).error : undefined;
    for (const effect of effects) this.#perform(effect, error);
  }

  #perform(effect: Effect, error: EventSourceError | undefined): void {
    switch (effect.type) {
      case 'attempt':
        void this.#attempt(effect.attempt);
        break;
      case 'abandon':
        // An answer that is being reported may have its body read; afterwards it is let go.
        if (!(error instanceof ResponseError)) this.#abort?.abort();
        this.#abort = undefined;
        this.#stream.end();
        break;
      case 'schedule':
        this.#timer = setTimeout(() => {
          this.#input({ type: 'timer' });
        }, effect.delay);
        break;
      case 'unschedule':
        clearTimeout(this.#timer);
        break;
      case 'announce':
        if (this.#answer !== undefined) this.#observer.opened(this.#answer);
        break;
      case 'report':
        if (error !== undefined) this.#report(error);
        break;
      case 'release':
        this.#stream.delete();
        break;
    }
  }

  #report(error: EventSourceError): void {
    this.#observer.failed(error);
    if (error instanceof ResponseError && !error.response.bodyUsed) ignoreRejection(error.response.body?.cancel());
  }

  /** One attempt from the request to the end of the body. Never rejects: whatever happens becomes an input. */
  async #attempt(number: number): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    let error: EventSourceError;
    let requestSent = false;
    try {
      const request = await prepareRequest(this.#settings.request, number, this.#lastEventId);
      if (abort.signal.aborted) return;
      const fetch: Fetch = this.#settings.fetch ?? ((input, init) => globalThis.fetch(input, init));
      const answer = await send(fetch, request, abort.signal);
      requestSent = true;
      error = checkResponse(answer.response) ?? (await this.#read(answer, abort.signal));
    } catch (cause) {
      error = cause instanceof EventSourceError ? cause : networkError(cause);
      requestSent ||= mayHaveBeenSent(error);
    }
    if (abort.signal.aborted) return;
    await taskOf(() => {
      if (abort.signal.aborted) return;
      const failure: FailureWithError = { code: error.code, requestSent, error };
      this.#input({ type: 'failed', failure });
    });
  }

  /** Reads the body to its end, and says what kind of end it was. */
  async #read(answer: Answer, signal: AbortSignal): Promise<EventSourceError> {
    this.#answer = answer;
    await taskOf(() => {
      if (!signal.aborted) this.#input({ type: 'accepted' });
    });
    const { body } = answer.response;
    if (body === null) return streamEnded();
    const reader = body.getReader();
    // A `fetch` that is not the platform's may not know the signal.
    const cancel = (): void => {
      ignoreRejection(reader.cancel(signal.reason));
    };
    signal.addEventListener('abort', cancel, { once: true });
    const items: StreamItem[] = [];
    try {
      while (!signal.aborted) {
        const { done, value } = await reader.read();
        if (signal.aborted) break;
        if (done) return streamEnded();
        const failure = this.#stream.feed(value, items);
        if (items.length > 0) await this.#deliver(items.splice(0), signal);
        if (failure !== undefined) return failure;
      }
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    return streamEnded();
  }

  /** Dispatches each event in a task of its own, for as long as nobody closes the connection. */
  async #deliver(items: readonly StreamItem[], signal: AbortSignal): Promise<void> {
    for (const item of items) {
      if (signal.aborted) return;
      if (item.kind === recordKind.event) {
        await taskOf(() => {
          if (signal.aborted) return;
          this.#lastEventId = item.lastEventId;
          this.#observer.event(item);
        });
      } else if (item.kind === recordKind.lastEventId) {
        this.#lastEventId = item.lastEventId;
      } else if (item.kind === recordKind.retry) {
        this.#input({ type: 'retry', reconnectionTime: Number(item.data) });
      }
    }
  }
}

interface FailureWithError {
  readonly code: EventSourceError['code'];
  readonly requestSent: boolean;
  readonly error: EventSourceError;
}

function taskOf(run: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    queueTask(() => {
      try {
        run();
        resolve();
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

function streamEnded(): ConnectionError {
  return new ConnectionError('ERR_SSE_STREAM_ENDED', 'The server ended the stream');
}

function networkError(cause: unknown): ConnectionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionError('ERR_SSE_NETWORK', `The connection was lost: ${reason}`, { cause });
}

/** For a promise that can only say that what was given up is given up. */
function ignoreRejection(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => undefined);
}
