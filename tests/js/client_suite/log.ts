/** What happened, in order. */
export class Log<T = string> {
  readonly entries: T[] = [];
  readonly #waiting = new Set<() => void>();

  readonly add = (entry: T): void => {
    this.entries.push(entry);
    for (const resume of this.#waiting) resume();
    this.#waiting.clear();
  };

  /** Resolves when so many entries are there, to all of them. */
  async of(count: number): Promise<T[]> {
    await this.#until(() => this.entries.length >= count);
    return this.entries;
  }

  /** Resolves when this entry is there. */
  async has(entry: T): Promise<void> {
    await this.#until(() => this.entries.includes(entry));
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
  }
}

/** A promise, and what settles it. */
export class Signal<T = void> {
  readonly promise: Promise<T>;
  fire: (value: T) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.fire = resolve;
    });
  }
}
