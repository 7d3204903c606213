import { ConnectionError } from '../errors/connection_error.js';
import { EventSourceError } from '../errors/event_source_error.js';
import { ResponseError } from '../errors/response_error.js';
import { ItemStream } from '../parser/item_stream.js';
import type { StreamItem } from '../parser/stream_item.js';
import { Alarm } from './alarm.js';
import { bodyExcerpt } from './body_excerpt.js';
import { readBody } from './body_reader.js';
import { Cancellation } from './cancellation.js';
import type { ConnectionSettings } from './connection_settings.js';
import { Delivery, type DeliveryTo } from './delivery.js';
import { Gate } from './gate.js';
import { isLoopback } from './loopback.js';
import {
  type ConnectionState,
  type Effect,
  type Failure,
  initialState,
  type Input,
  isStopping,
  type State,
  step,
} from './machine.js';
import { networkError } from './network_error.js';
import { type PageSignal, watchPage } from './page_lifecycle.js';
import { Position } from './position.js';
import type { Redirect } from './redirect.js';
import { prepareRequest } from './request.js';
import { RestOfBody } from './rest_of_body.js';
import { retryAfter } from './retry_after.js';
import { giveBodyBack, mayHaveBeenSent } from './runtime.js';
import { send } from './send.js';
import { sleepWatch } from './sleep_watch.js';
import { tellChange } from './state_change.js';
import type { Observer, StreamConnection } from './stream_connection.js';
import { forEachInTask, queueTask } from './task_queue.js';
import { Timeouts } from './timeouts.js';
import { type Answer, cancelUnlessInUse, discardUnlessInUse, Exchange, platformFetch } from './transport.js';

/** Does what the machine says: fetches, reads, parses, waits, and tells the observer. */
export class Connection implements StreamConnection {
  readonly #settings: ConnectionSettings;
  readonly #observer: Observer;
  readonly #stream: ItemStream;
  readonly #gate = new Gate();
  readonly #reconnectAlarm: Alarm;
  readonly #timeouts: Timeouts;
  readonly #position: Position;
  readonly #to: DeliveryTo;
  #state: State;
  #url: string;
  /** Of the attempt under way. */
  #cancellation: Cancellation | undefined;
  #answer: Answer | undefined;
  #error: EventSourceError | undefined;
  #delivery: Delivery | undefined;
  /** Of the last body, when the stream has finished before it. */
  #rest: RestOfBody | undefined;
  /** By the address that they lead away from. */
  #permanentRedirects: Map<string, Redirect> | undefined;
  /** Whether the server may have seen the request of the attempt under way. */
  #isRequestSent = false;
  #lastByteAt = 0;
  #offlineAt = 0;
  #leavePage: (() => void) | undefined;

  constructor(settings: ConnectionSettings, observer: Observer) {
    const { clock, maxEventSize, policy, request } = settings;
    this.#settings = settings;
    this.#observer = observer;
    this.#state = initialState(policy);
    this.#url = typeof request.url === 'function' ? '' : String(request.url);
    this.#reconnectAlarm = new Alarm(clock);
    this.#timeouts = new Timeouts(settings, (error, fails) => this.#expire(error, fails));
    this.#position = new Position(settings, this.#url, (error) => this.#observer.troubled(error));
    this.#to = {
      gate: this.#gate,
      position: this.#position,
      observer,
      input: (input) => {
        this.#input(input);
      },
    };
    this.#stream = new ItemStream({ maxEventSize, reportComments: observer.comment !== undefined });
  }

  get state(): ConnectionState {
    return this.#state.name;
  }

  get lastEventId(): string {
    return this.#position.lastEventId;
  }

  /** [spec] The reconnection time, in milliseconds. */
  get reconnectionTime(): number {
    return this.#state.reconnectionTime;
  }

  get url(): string {
    return this.#url;
  }

  start(): void {
    const { signal, page, clock } = this.#settings;
    if (signal?.aborted === true) {
      this.handleEvent();
      return;
    }
    signal?.addEventListener('abort', this, { once: true });
    this.#leavePage = watchPage(page, clock, (type) => {
      this.#heedPage(type);
    });
    if (this.#state.name === 'closed') {
      // Who heard of the page's state has closed.
      this.#leavePage();
      return;
    }
    this.#timeouts.started();
    this.#input({ type: 'start' });
  }

  close(): void {
    this.#input({ type: 'close' });
  }

  restart(): void {
    this.#position.forget();
    this.#input({ type: 'restart' });
  }

  pause(): void {
    if (this.#state.name !== 'closed') this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  commit(lastEventId: string): void {
    this.#position.commit(lastEventId);
  }

  #input(input: Input): void {
    const { policy, clock } = this.#settings;
    const from = this.#state;
    const { state, effects } = step(policy, from, input, clock.now());
    // A predicate that was asked has closed or restarted.
    if (this.#state !== from) return;
    this.#state = state;
    const hasChanged = state.name !== from.name || state.attempt !== from.attempt;
    // What stops comes first, so that nothing is left over if who is told of the change closes or restarts.
    for (const effect of effects) if (isStopping(effect)) this.#perform(effect);
    if (hasChanged) tellChange(this.#settings, this.#url, from, state, effects);
    if (this.#state !== state) return;
    for (const effect of effects) if (!isStopping(effect)) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'attempt':
        this.#attempt(effect.attempt, effect.byGet);
        break;
      case 'abandon':
        this.#abandon();
        break;
      case 'complete':
        this.#complete();
        break;
      case 'schedule':
        this.#reconnectAlarm.set(effect.delay, () => {
          // If the machine slept, that is heard of first: later it would look as if this attempt had been made before.
          if (this.#settings.page.sleep) sleepWatch(this.#settings.clock).look();
          this.#input({ type: 'timer' });
        });
        break;
      case 'unschedule':
        this.#reconnectAlarm.clear();
        break;
      case 'announce':
        if (this.#answer !== undefined) this.#observer.opened(this.#answer);
        break;
      case 'report':
        effect.error.attempt = this.#state.attempt;
        effect.error.delay = effect.delay;
        this.#error = effect.error;
        this.#observer.failed(effect.error);
        break;
      case 'conclude':
        this.#observer.finished();
        break;
      case 'release':
        this.#release();
        break;
    }
  }

  #abandon(): void {
    this.#stopDelivering();
    this.#cancellation?.cancel();
  }

  #complete(): void {
    this.#stopDelivering();
    if (this.#cancellation !== undefined) this.#rest = new RestOfBody(this.#settings.clock, this.#cancellation);
  }

  #stopDelivering(): void {
    this.#timeouts.ended();
    if (this.#delivery !== undefined) this.#delivery.isOver = true;
  }

  #release(): void {
    this.#settings.signal?.removeEventListener('abort', this);
    this.#timeouts.released();
    this.#leavePage?.();
    this.#gate.open();
    this.#stream.delete();
  }

  /** Of the caller's signal. */
  handleEvent(): void {
    if (this.#state.name === 'closed') return;
    this.close();
    this.#observer.aborted(this.#settings.signal?.reason);
  }

  #heedPage(type: PageSignal): void {
    const resumable = this.#position.isResumable;
    switch (type) {
      case 'resume':
        this.#input({ type });
        break;
      case 'offline':
        // A server on this machine needs no network.
        if (isLoopback(this.#url)) return;
        this.#offlineAt = this.#settings.clock.now();
        this.#input({ type });
        break;
      case 'online':
        this.#input({ type, resumable, stale: this.#state.offline && this.#lastByteAt < this.#offlineAt });
        break;
      default:
        this.#input({ type, resumable });
    }
  }

  /** One attempt, from the request to the end of the body. Whatever happens becomes an input. */
  #attempt(number: number, byGet: boolean): void {
    const cancellation = (this.#cancellation = new Cancellation());
    this.#isRequestSent = false;
    this.#stream.end();
    this.#timeouts.attempting();
    // Not awaited: a function that waits for the body's end would hold the request and the answer for as long as the stream lasts.
    void this.#ask(cancellation, number, byGet).then((answer) => {
      if ('error' in answer) this.#conclude(cancellation, answer);
      else {
        this.#read(answer, cancellation).then(
          (error) => this.#settle(cancellation, () => this.#failureAtEnd(error)),
          (cause: unknown) => this.#settle(cancellation, () => this.#failureBy(cause, true)),
        );
      }
    });
  }

  /** Of an attempt that was given up nobody is told how it ended, and an error takes time to make. */
  #settle(cancellation: Cancellation, failureOf: () => Failure | undefined): void {
    this.#rest?.stop();
    if (!cancellation.isCancelled) this.#conclude(cancellation, failureOf());
  }

  /** @param failure undefined when the stream has come to its end */
  #conclude(cancellation: Cancellation, failure: Failure | undefined): void {
    if (cancellation.isCancelled) return;
    this.#timeouts.ended();
    const conclude = (): void => {
      if (!cancellation.isCancelled) {
        this.#input(failure === undefined ? { type: 'finish' } : { type: 'failed', failure });
      }
      const { error } = failure ?? {};
      cancelUnlessInUse(cancellation, error instanceof ResponseError ? error.response : undefined);
    };
    if (this.#settings.inTasks) queueTask(conclude);
    else conclude();
  }

  /** An answer that has been announced, or why there is none. Never rejects. */
  async #ask(cancellation: Cancellation, number: number, byGet: boolean): Promise<Answer | Failure> {
    const { clock, check, fetch = platformFetch, request: settings, remembersRedirects, showsAnswers } = this.#settings;
    const exchange = new Exchange({
      fetch,
      cancellation,
      showsAnswer: showsAnswers,
      knownRedirect: (url) => this.#permanentRedirects?.get(url),
      remember: (url, redirect) => {
        if (remembersRedirects) (this.#permanentRedirects ??= new Map()).set(url, redirect);
      },
      wait: async (headers) => {
        const delay = retryAfter(headers, clock.wallTime());
        if (delay !== undefined && delay > 0) await this.#timeouts.pause(delay, cancellation);
      },
    });
    try {
      await this.#position.read();
      cancellation.throwIfCancelled();
      this.#position.applyTo(this.#stream);
      const before = { url: this.#url, attempt: number, lastEventId: this.#position.lastEventId, error: this.#error };
      const request = await prepareRequest(settings, before, byGet);
      cancellation.throwIfCancelled();
      if (typeof settings.url === 'function') this.#url = request.url.href;
      this.#isRequestSent = true;
      const answer = await send(exchange, request);
      if (!cancellation.isCancelled) this.#timeouts.answered();
      const error = cancellation.isCancelled ? undefined : await check(answer.response);
      if (cancellation.isCancelled) void discardUnlessInUse(answer.response);
      cancellation.throwIfCancelled();
      if (error === undefined) return await this.#announce(answer, cancellation);
      giveBodyBack(answer.response);
      this.#permanentRedirects = undefined;
      if (error instanceof ResponseError) error.body = await bodyExcerpt(answer.response, clock, cancellation);
      else void discardUnlessInUse(answer.response);
      return this.#failure(error);
    } catch (cause) {
      return this.#failureBy(cause, exchange.isAnswered);
    }
  }

  async #announce(answer: Answer, cancellation: Cancellation): Promise<Answer> {
    this.#error = undefined;
    const announce = (): void => {
      if (cancellation.isCancelled) return;
      this.#answer = answer;
      this.#input({ type: 'accepted' });
      this.#answer = undefined;
    };
    if (this.#settings.inTasks) await forEachInTask([answer], announce);
    else announce();
    // An attempt that was given up may have left a handler at work. If it fails, that one did.
    const pending = this.#delivery?.pending;
    if (pending !== undefined) await pending.catch(() => undefined);
    return answer;
  }

  #failureBy(cause: unknown, isAnswered: boolean): Failure {
    // What was learnt of the way there may be what led astray, if it led to no stream.
    if (this.#state.name !== 'open') this.#permanentRedirects = undefined;
    const error = cause instanceof EventSourceError ? cause : networkError(cause);
    return this.#failure(error, this.#isRequestSent && (isAnswered || mayHaveBeenSent(error)));
  }

  #failureAtEnd(error: EventSourceError | undefined): Failure | undefined {
    if (error === undefined && this.#settings.finish.end) return undefined;
    return this.#failure(error ?? new ConnectionError('ERR_SSE_STREAM_ENDED', 'The server ended the stream'));
  }

  #failure(error: EventSourceError, requestSent = this.#isRequestSent): Failure {
    this.#error = error;
    const asked =
      error instanceof ResponseError ? retryAfter(error.headers, this.#settings.clock.wallTime()) : undefined;
    return { error, requestSent, resumable: this.#position.isResumable, retryAfter: asked };
  }

  /** Reads the body to its end; undefined when nothing was wrong. */
  #read({ response }: Answer, cancellation: Cancellation): Promise<EventSourceError | undefined> {
    const delivery = new Delivery(this.#settings, this.#to);
    delivery.isOver = cancellation.isCancelled;
    this.#delivery = delivery;
    return readBody(response.body, {
      cancellation,
      gate: this.#gate,
      idleWatch: this.#timeouts.watchBody(),
      take: (chunk) => {
        if (this.#rest !== undefined) {
          this.#rest.take(chunk);
          return undefined;
        }
        this.#lastByteAt = this.#settings.clock.now();
        const items: StreamItem[] = [];
        const failure = this.#stream.feed(chunk, items);
        const pending = items.length > 0 ? delivery.deliver(items) : undefined;
        return pending === undefined ? failure : pending.then(() => failure);
      },
    });
  }

  #expire(error: ConnectionError, fails: boolean): void {
    if (fails) {
      this.#input({ type: 'expire', error });
      return;
    }
    const failure = this.#failure(error);
    this.#abandon();
    this.#input({ type: 'failed', failure });
  }
}
