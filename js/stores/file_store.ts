import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LastEventIdFile } from './last_event_id_file.js';
import type { LastEventIdStore } from './last_event_id_store.js';

/** Stores on the same file write it in turns. */
const files = new Map<string, LastEventIdFile>();

/**
 * Keeps last event IDs in a file, for Node, Bun and Deno: a program that is killed goes on where its handlers were. One JSON file holds
 * the IDs of many streams. It is replaced as a whole, so that it is never half written; an ID that was set is on the disk when the
 * promise is fulfilled.
 *
 * All stores of one process may share a file. Processes that run at the same time need a file each.
 */
export class FileStore implements LastEventIdStore {
  readonly #file: LastEventIdFile;

  /** @param path of the file, or its `file:` URL. It is made by the first `set`, with its folder. */
  constructor(path: string | URL) {
    const absolute = resolve(typeof path === 'string' ? path : fileURLToPath(path));
    const file = files.get(absolute) ?? new LastEventIdFile(absolute);
    files.set(absolute, file);
    this.#file = file;
  }

  /** @throws Error (as a rejection) when the file cannot be read, or is no file of last event IDs. */
  get(key: string): Promise<string | undefined> {
    return this.#file.get(key);
  }

  /** @throws Error (as a rejection) when the file cannot be written, or is no file of last event IDs. */
  set(key: string, lastEventId: string): Promise<void> {
    return this.#file.change(key, lastEventId);
  }

  /** Forgets the stream, which then begins anew. Errors are those of `set`. */
  delete(key: string): Promise<void> {
    return this.#file.change(key, undefined);
  }
}
