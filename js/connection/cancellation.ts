/** Who has to know. An object, because a function for each stream would be held as long as the stream lasts. */
export interface CancelListener {
  cancelled(): void;
}

/** What may be cancelled, as who takes part in it sees it. */
export interface Cancellable {
  readonly isCancelled: boolean;
  /** What an `AbortSignal` would give as its reason: undefined before it is cancelled. */
  readonly reason: unknown;
  throwIfCancelled(): void;
  /** Calls the listener when it is cancelled, which is not yet. */
  listen(listener: CancelListener): void;
  ignore(listener: CancelListener): void;
}

/**
 * Whether an attempt is over, and who has to know. A signal of the platform costs more, of time and of memory, than most of what an
 * attempt does besides: it is made for who takes nothing else.
 */
export class Cancellation implements Cancellable {
  #isCancelled = false;
  #listeners: readonly CancelListener[] = noListeners;
  #controller: AbortController | undefined;

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isCancelled) this.#controller.abort();
    return this.#controller.signal;
  }

  get reason(): unknown {
    return this.#isCancelled ? (this.signal.reason as unknown) : undefined;
  }

  throwIfCancelled(): void {
    if (this.#isCancelled) throw this.reason;
  }

  listen(listener: CancelListener): void {
    this.#listeners = [...this.#listeners, listener];
  }

  ignore(listener: CancelListener): void {
    this.#listeners = this.#listeners.filter((one) => one !== listener);
  }

  cancel(): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#controller?.abort();
    for (const listener of this.#listeners) listener.cancelled();
    this.#listeners = noListeners;
  }
}

const noListeners: readonly CancelListener[] = [];
