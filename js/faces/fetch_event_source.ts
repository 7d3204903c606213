import { Connection } from '../connection/connection.js';
import type { ConnectionOptions } from '../connection/connection_options.js';
import { clientDefaults, type ConnectionSettings, connectionSettings } from '../connection/connection_settings.js';
import type { AttemptFailure } from '../connection/policy.js';
import { reportException } from '../connection/report_exception.js';
import { checkResponse, eventStreamType } from '../connection/response_check.js';
import { isStream } from '../connection/stream_body.js';
import type { Observer } from '../connection/stream_connection.js';
import { CallbackError } from '../errors/callback_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import type { StreamItem } from '../parser/stream_item.js';
import type { FetchEventSourceCallbacks, FetchEventSourceInit } from './fetch_event_source_init.js';
import { type FetchedRequest, toFetchedRequest } from './fetch_event_source_request.js';
import { isPromise } from './handlers.js';
import { logProblem } from './log_problem.js';

export type { EventSourceMessage, FetchEventSourceInit } from './fetch_event_source_init.js';

export const EventStreamContentType = eventStreamType;

/**
 * Follows an event stream by callbacks, in the words of @microsoft/fetch-event-source. The promise is fulfilled when the stream has
 * ended, when the server answers 204, and when the signal is aborted; it is rejected when the connection has failed for good.
 *
 * ```js
 * await fetchEventSource('/chat', {
 *   method: 'POST',
 *   body: JSON.stringify({ question }),
 *   onmessage: ({ data }) => console.log(data),
 * });
 * ```
 *
 * @throws InvalidOptionError (as a rejection) for an address or an option that cannot work
 */
export async function fetchEventSource(input: RequestInfo | URL, init: FetchEventSourceInit = {}): Promise<void> {
  const request = await toFetchedRequest(input, init);
  return new Promise((resolve, reject) => {
    new FetchedStream(request, init, { resolve, reject }).start();
  });
}

interface Ending {
  readonly resolve: (result?: Promise<void>) => void;
  readonly reject: (reason: unknown) => void;
}

/** What the callbacks say to a failure. */
interface Verdict {
  readonly error: EventSourceError;
  /** A delay in milliseconds, or whether there may be another attempt; undefined when that is for the policy to say. */
  readonly retry: boolean | number | undefined;
  /** Settles the promise if there is to be none. */
  readonly end: () => void;
}

class FetchedStream {
  readonly #callbacks: FetchEventSourceCallbacks;
  readonly #ending: Ending;
  readonly #connection: Connection;
  /** What a callback threw, by the failure that came of it. */
  readonly #thrown = new WeakMap<EventSourceError, unknown>();
  #verdict: Verdict | undefined;
  #retry: number | undefined;
  /** Connections that were opened. */
  #opened = 0;

  constructor({ url, options }: FetchedRequest, callbacks: FetchEventSourceCallbacks, ending: Ending) {
    this.#callbacks = callbacks;
    this.#ending = ending;
    const settings = connectionSettings(url, options, clientDefaults);
    this.#connection = new Connection(this.#decideOn(settings, options), this.#observer());
  }

  start(): void {
    this.#connection.start();
  }

  #decideOn(settings: ConnectionSettings, { replay, reconnect, body }: ConnectionOptions): ConnectionSettings {
    const { policy } = settings;
    const hasRule = reconnect === false || (typeof reconnect === 'object' && reconnect.when !== undefined);
    return {
      ...settings,
      check: (response) => this.#check(response),
      showsAnswers: this.#callbacks.onopen !== undefined,
      policy: {
        ...policy,
        replayOnDemand: replay === undefined && !isStream(body),
        retries: (failure) => {
          const { retry } = (this.#verdict = this.#judge(failure.error, failure));
          if (retry !== undefined) return retry;
          return this.#callbacks.onerror !== undefined && !hasRule ? true : policy.retries(failure);
        },
      },
    };
  }

  #observer(): Observer {
    return {
      opened: () => {
        this.#opened++;
        this.#retry = undefined;
      },
      event: (item) => this.#deliver(item),
      retry: (reconnectionTime) => {
        this.#retry = reconnectionTime;
      },
      failed: (error) => {
        this.#failed(error);
      },
      troubled: (error) => {
        this.#trouble(error);
      },
      finished: () => {
        this.#close();
      },
      aborted: () => {
        this.#ending.resolve();
      },
    };
  }

  async #check(response: Response): Promise<EventSourceError | undefined> {
    const { onopen } = this.#callbacks;
    const error = checkResponse(response);
    if (onopen === undefined || error?.code === 'ERR_SSE_NO_CONTENT') return error;
    try {
      await onopen(response);
    } catch (thrown) {
      // An answer that is none keeps its own error, for its Retry-After.
      return this.#blame(error ?? new CallbackError('onopen', thrown), thrown);
    }
    return error?.code === 'ERR_SSE_CONTENT_TYPE' || isSuccess(response) ? undefined : error;
  }

  #deliver({ id = '', type, typed, data, lastEventId }: StreamItem): void | Promise<void> {
    const { onmessage } = this.#callbacks;
    const message = { id, event: typed ? type : '', data, retry: this.#retry };
    this.#retry = undefined;
    const commit = (): void => {
      this.#connection.commit(lastEventId);
    };
    let result: unknown;
    try {
      result = onmessage?.(message);
    } catch (thrown) {
      throw this.#blame(new CallbackError('onmessage', thrown), thrown);
    }
    if (!isPromise(result)) {
      commit();
      return undefined;
    }
    const connection = this.#opened;
    return Promise.resolve(result).then(commit, (thrown: unknown) => {
      // A connection that was let go meanwhile cannot fail for it.
      if (this.#connection.state !== 'open' || connection !== this.#opened) reportException(thrown);
      else throw this.#blame(new CallbackError('onmessage', thrown), thrown);
    });
  }

  #blame(error: EventSourceError, thrown: unknown): EventSourceError {
    this.#thrown.set(error, thrown);
    return error;
  }

  /** Asks the callbacks, once for each failure. */
  #judge(error: EventSourceError, failure?: AttemptFailure): Verdict {
    const callbacks = this.#callbacks;
    const { resolve, reject } = this.#ending;
    const stop = (end: () => void): Verdict => ({ error, retry: false, end });
    error.attempt = failure?.attempt ?? error.attempt;

    let reason: unknown = this.#thrown.has(error) ? this.#thrown.get(error) : error;
    if (error.code === 'ERR_SSE_NO_CONTENT') return stop(() => resolve());
    if (error.code === 'ERR_SSE_STREAM_ENDED') {
      try {
        const closed = callbacks.onclose?.();
        return stop(() => resolve(withoutResult(closed)));
      } catch (thrown) {
        reason = thrown;
      }
    }
    if (callbacks.onerror === undefined) return { error, retry: undefined, end: () => reject(reason) };
    try {
      const answer = this.#tell(reason as Error);
      return { error, retry: typeof answer === 'number' ? answer : undefined, end: () => reject(reason) };
    } catch (thrown) {
      return stop(() => reject(thrown));
    }
  }

  #failed(error: EventSourceError): void {
    // Not asked about a request that must not be repeated, and not about the end of all time.
    const verdict = this.#verdict ?? this.#judge(error);
    this.#verdict = undefined;
    if (error.delay !== undefined) return;
    // The bound of the policy is not what the callbacks were asked about.
    if (verdict.error !== error && verdict.retry !== false) this.#ending.reject(error);
    else verdict.end();
  }

  /** The stream goes on without the store, unless `onerror` throws. */
  #trouble(error: EventSourceError): void {
    if (this.#callbacks.onerror === undefined) {
      logProblem(error);
      return;
    }
    try {
      this.#tell(error);
    } catch (thrown) {
      this.#stop(thrown);
    }
  }

  #tell(reason: Error): unknown {
    const answer = this.#callbacks.onerror?.(reason);
    if (isPromise(answer)) {
      Promise.resolve(answer).catch((thrown: unknown) => {
        this.#stop(thrown);
      });
    }
    return answer;
  }

  /** The stream has come to the end that `finishOn` names. */
  #close(): void {
    try {
      this.#ending.resolve(withoutResult(this.#callbacks.onclose?.()));
    } catch (thrown) {
      this.#ending.reject(thrown);
    }
  }

  #stop(reason: unknown): void {
    this.#connection.close();
    this.#ending.reject(reason);
  }
}

function isSuccess({ status }: Response): boolean {
  return status >= 200 && status < 300;
}

/** Fulfilled with nothing, when the callback's promise is. */
function withoutResult(result: unknown): Promise<void> | undefined {
  return isPromise(result) ? Promise.resolve(result).then(() => undefined) : undefined;
}
