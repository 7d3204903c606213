import type { Cancellable } from '../connection/cancellation.js';

/** A signal of the platform. */
export class SignalCancellation implements Cancellable {
  readonly #signal: AbortSignal;

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

  listen(listener: () => void): void {
    this.#signal.addEventListener('abort', listener, { once: true });
  }

  ignore(listener: () => void): void {
    this.#signal.removeEventListener('abort', listener);
  }
}
