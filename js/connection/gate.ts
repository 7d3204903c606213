/** Whoever comes while it is closed waits until it is opened. */
export class Gate {
  #closed: Promise<void> | undefined;
  #open: (() => void) | undefined;

  /** What to wait for, or undefined when the gate is open. */
  get closed(): Promise<void> | undefined {
    return this.#closed;
  }

  close(): void {
    this.#closed ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#open = this.#closed = undefined;
  }
}
