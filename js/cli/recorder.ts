import { closeSync, openSync, writeSync } from 'node:fs';
import { type Fetch, platformFetch } from '../connection/transport.js';
import { encodeBytes, formatLine } from '../testing/recording_format.js';
import { UsageError } from './usage_error.js';

/** Of the connection that they came over, of the bytes before they were decompressed, or secrets. */
const untold = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
]);

/** Writes what answers bring to a file, in the format of `js/testing/recording_format.ts`. */
export class Recorder {
  readonly #file: number;
  readonly #onError: (error: unknown) => void;
  readonly #began = performance.now();
  #isClosed = false;

  /**
   * @param onError called once, when the file cannot be written; nothing more is recorded then
   * @throws UsageError when the file cannot be opened
   */
  constructor(path: string, onError: (error: unknown) => void) {
    this.#onError = onError;
    try {
      this.#file = openSync(path, 'w');
    } catch (cause) {
      throw new UsageError(`The recording cannot be written: ${cause instanceof Error ? cause.message : path}`, {
        cause,
      });
    }
  }

  readonly fetch: Fetch = async (input, init) => {
    const response = await platformFetch(input, init);
    const { status, statusText, headers, body, url } = response;
    const told = [...headers].filter(([name]) => !untold.has(name));
    this.#write({ status, headers: Object.fromEntries(told) });
    const recorded = new Response(body === null ? null : this.#tap(body.getReader()), { status, statusText, headers });
    // A constructed answer does not know where it came from.
    return Object.defineProperty(recorded, 'url', { value: url });
  };

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }

  #tap(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream(
      {
        pull: async (controller) => {
          try {
            const { done, value } = await reader.read();
            if (done) {
              this.#write({ end: true });
              controller.close();
            } else {
              this.#write({ bytes: encodeBytes(value) });
              controller.enqueue(value);
            }
          } catch (error) {
            this.#write({ error: error instanceof Error ? error.message : String(error) });
            throw error;
          }
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  #write(
    line: { status: number; headers: Record<string, string> } | { bytes: string } | { end: true } | { error: string },
  ): void {
    if (this.#isClosed) return;
    const at = Math.round((performance.now() - this.#began) * 1000) / 1000;
    try {
      writeSync(this.#file, formatLine({ at, ...line }));
    } catch (error) {
      this.close();
      this.#onError(error);
    }
  }
}
