import type { ScriptedRequest } from './script.js';

/** The requests that came, and how many of them are being answered still. */
export class RequestLog {
  readonly requests: ScriptedRequest[] = [];
  #begun = 0;
  #openCount = 0;
  readonly #waiting = new Set<() => void>();

  get openCount(): number {
    return this.#openCount;
  }

  /** A request begins to come: its number. */
  begin(): number {
    this.#openCount += 1;
    return this.#begun++;
  }

  /** It has come, with its body. */
  add(request: ScriptedRequest): void {
    this.requests.push(request);
    this.#changed();
  }

  /** The answer to one of them has ended, or its client has gone. */
  ended(): void {
    this.#openCount -= 1;
    this.#changed();
  }

  /** Resolves with the requests when at least so many have come. */
  async requested(count: number): Promise<readonly ScriptedRequest[]> {
    await this.#until(() => this.requests.length >= count);
    return this.requests;
  }

  /** Resolves when no request is being answered. */
  idle(): Promise<void> {
    return this.#until(() => this.#openCount === 0);
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
