import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { ResponseError } from '../errors/response_error.js';
import { EventStream } from '../parser/event_stream.js';
import type { StreamItem } from '../parser/stream_item.js';
import { recordKind } from '../wasm/batch_layout.js';
import { type Effect, type Failure, initialState, type Input, type Policy, type State, step } from './machine.js';
import { prepareRequest, type RequestSettings } from './request.js';
import { checkResponse } from './response_check.js';
import { forEachInTask } from './task_queue.js';
import { type Answer, discard, type Fetch, mayHaveBeenSent, platformFetch, send } from './transport.js';

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
    // Of all types: who listens is decided when an event is dispatched, and an event of the same chunk may add a listener.
    this.#stream.types.listenToAll(true);
  }

  get state(): State['name'] {
    return this.#state.name;
  }

  /** [spec] The last event ID string, as of the event dispatched last. */
  get lastEventId(): string {
    return this.#lastEventId;
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
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'attempt':
        void this.#attempt(effect.attempt);
        break;
      case 'abandon':
        this.#abort?.abort();
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
        this.#observer.failed(effect.error);
        break;
      case 'release':
        this.#stream.delete();
        break;
    }
  }

  /** One attempt, from the request to the end of the body. Never rejects: whatever happens becomes an input. */
  async #attempt(number: number): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#stream.end();
    const failure = await this.#exchange(number, abort.signal);
    await this.#inTask(abort.signal, () => {
      this.#input({ type: 'failed', failure });
    });
    const { error } = failure;
    const letGo = (): void => {
      abort.abort();
    };
    if (!(error instanceof ResponseError)) letGo();
    // Whoever was told of the answer may have begun to read its body, or a clone: that cancelling waits for.
    else if (!isInUse(error.response)) discard(error.response).then(letGo, letGo);
  }

  async #exchange(number: number, signal: AbortSignal): Promise<Failure> {
    let requestSent = false;
    try {
      const request = await prepareRequest(this.#settings.request, number, this.#lastEventId);
      signal.throwIfAborted();
      const fetch = this.#settings.fetch ?? platformFetch;
      const answer = await send(fetch, request, signal);
      requestSent = true;
      if (signal.aborted) void discard(answer.response);
      signal.throwIfAborted();
      const error = checkResponse(answer.response) ?? (await this.#read(answer, signal));
      return { error, requestSent };
    } catch (cause) {
      const error = cause instanceof EventSourceError ? cause : networkError(cause);
      return { error, requestSent: requestSent || mayHaveBeenSent(error) };
    }
  }

  /** Reads the body to its end, and says what kind of end it was. */
  async #read(answer: Answer, signal: AbortSignal): Promise<EventSourceError> {
    this.#answer = answer;
    await this.#inTask(signal, () => {
      this.#input({ type: 'accepted' });
    });
    const reader = answer.response.body?.getReader();
    if (reader === undefined) return streamEnded();
    // A `fetch` that is not the platform's may not know the signal.
    const cancel = (): void => {
      reader.cancel(signal.reason).catch(() => undefined);
    };
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    try {
      for (;;) {
        const { done, value } = await reader.read();
        // Who closed the connection has deleted the stream.
        if (done || signal.aborted) return streamEnded();
        const items: StreamItem[] = [];
        const failure = this.#stream.feed(value, items);
        if (items.length > 0) await this.#deliver(items, signal);
        if (failure !== undefined) return failure;
      }
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** [spec] Each event is dispatched by a task that is queued, for as long as nobody closes the connection. */
  #deliver(items: readonly StreamItem[], signal: AbortSignal): Promise<void> {
    return forEachInTask(items, (item) => {
      if (signal.aborted) return;
      if (item.kind === recordKind.retry) {
        this.#input({ type: 'retry', reconnectionTime: Number(item.data) });
        return;
      }
      this.#lastEventId = item.lastEventId;
      if (item.kind === recordKind.event) this.#observer.event(item);
    });
  }

  #inTask(signal: AbortSignal, run: () => void): Promise<void> {
    return forEachInTask([run], () => {
      if (!signal.aborted) run();
    });
  }
}

function isInUse({ body, bodyUsed }: Response): boolean {
  return bodyUsed || body?.locked === true;
}

function streamEnded(): ConnectionError {
  return new ConnectionError('ERR_SSE_STREAM_ENDED', 'The server ended the stream');
}

function networkError(cause: unknown): ConnectionError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConnectionError('ERR_SSE_NETWORK', `The connection was lost: ${reason}`, { cause });
}
