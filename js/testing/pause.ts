/** A step of a body at which a test may do something before it goes on. */
export class Pause {
  /** Resolves when everything before has been taken. */
  readonly reached: Promise<void>;
  readonly #over: Promise<void>;
  #reach: () => void = noop;
  #resume: () => void = noop;

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#reach = resolve;
    });
    this.#over = new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  /** Lets the body go on; beforehand too. */
  resume(): void {
    this.#resume();
  }

  /** The body has come so far; resolves when it may go on. Called by what plays the script. */
  reach(): Promise<void> {
    this.#reach();
    return this.#over;
  }
}

function noop(): void {
  // Until the promises are made, which is at once.
}
