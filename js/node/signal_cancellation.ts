import type { Cancellable, CancelListener } from '../connection/cancellation.js';

/** A signal of the platform, for one listener. */
export class SignalCancellation implements Cancellable {
  readonly #signal: AbortSignal;
  #listener: CancelListener | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isCancelled(): boolean {
    return this.#signal.aborted;
  }

  get reason(): unknown {
    return this.#signal.reason as unknown;
  }

  throwIfCancelled(): void {
    this.#signal.throwIfAborted();
  }

  listen(listener: CancelListener): void {
    this.#listener = listener;
    this.#signal.addEventListener('abort', this, { once: true });
  }

  ignore(): void {
    this.#signal.removeEventListener('abort', this);
  }

  /** Of the signal. */
  handleEvent(): void {
    this.#listener?.cancelled();
  }
}
