import { readFile } from 'node:fs/promises';
import { removeLeftovers, replaceFile } from './atomic_file.js';

type LastEventIds = Map<string, string>;

/**
 * A JSON file of last event IDs, `{"lastEventIds": {"<key>": "<id>"}}`. It is written by one write at a time; changes that come
 * meanwhile go into the next one together.
 */
export class LastEventIdFile {
  readonly #path: string;
  /** By key; undefined for one that is deleted. */
  #changes = new Map<string, string | undefined>();
  /** The write that will take the changes, if it has not begun. */
  #next: Promise<void> | undefined;
  /** Fulfilled when no write is under way or asked for. */
  #settled: Promise<void>;

  constructor(path: string) {
    this.#path = path;
    this.#settled = removeLeftovers(path);
  }

  /** What was set last, when that has come to its end. */
  async get(key: string): Promise<string | undefined> {
    await this.#settled;
    return (await this.#read()).get(key);
  }

  /** Fulfilled when the change is on the disk. */
  change(key: string, lastEventId: string | undefined): Promise<void> {
    this.#changes.set(key, lastEventId);
    if (this.#next === undefined) {
      this.#next = this.#settled.then(() => this.#write());
      this.#settled = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  async #write(): Promise<void> {
    const changes = this.#changes;
    this.#changes = new Map();
    this.#next = undefined;
    // Read anew: another process may have written other keys.
    const lastEventIds = await this.#read();
    for (const [key, lastEventId] of changes) {
      if (lastEventId === undefined) lastEventIds.delete(key);
      else lastEventIds.set(key, lastEventId);
    }
    const content = { lastEventIds: Object.fromEntries(lastEventIds) };
    await replaceFile(this.#path, `${JSON.stringify(content, undefined, 2)}\n`);
  }

  async #read(): Promise<LastEventIds> {
    let text;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
      throw error;
    }
    return this.#parse(text);
  }

  /** What is no such file is never written over: it may be something else. */
  #parse(text: string): LastEventIds {
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (cause) {
      throw this.#corrupt(cause);
    }
    const lastEventIds = isObject(content) ? content['lastEventIds'] : undefined;
    if (!isObject(lastEventIds)) throw this.#corrupt();
    const entries = Object.entries(lastEventIds);
    if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) throw this.#corrupt();
    return new Map(entries);
  }

  #corrupt(cause?: unknown): Error {
    return new Error(
      `${this.#path} is no file of last event IDs; delete it to begin anew, or give the store another path`,
      { cause },
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
