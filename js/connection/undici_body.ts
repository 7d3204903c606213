import type { Dispatcher } from './body_timeout.js';
import { type ChunkSource, chunkSource } from './chunk_source.js';

/** undici's, as far as it is needed: what is told of an answer as it comes. */
interface DispatchHandler {
  // Until undici 7.
  onHeaders?: (status: number, headers: unknown, resume: () => void, statusText: string) => unknown;
  onData?: (chunk: Uint8Array) => unknown;
  // From undici 8 on.
  onResponseData?: (controller: { pause(): void; resume(): void }, chunk: Uint8Array) => void;
}

type Result = IteratorResult<Uint8Array, undefined>;

/** So many bytes may wait to be read before the socket has to: as many as Node keeps between a socket and a body's reader. */
const highWaterMark = 64 * 1024;

/** Bytes from which a chunk is read by itself: to copy it costs more than to read it. */
const largeChunk = 4 * 1024;

/** Bytes of small chunks that are read together. */
const joinedAtMost = 16 * 1024;

const settled = Promise.resolve();

/**
 * The body of one answer to Node's `fetch`, taken at the place where `fetch` is given it. Behind that come a stream of Node, an async
 * iterator over it, a copy and a web stream, which cost more than HTTP does. The end and an error take `fetch`'s way all the same, and
 * what went that way before somebody wanted the body is read from its stream.
 */
export class UndiciBody implements Dispatcher {
  readonly #dispatcher: Dispatcher;
  #isTaken = false;
  /** Bytes that went `fetch`'s way and have not come out of its stream yet. */
  #underWay = 0;
  /** What may be read, and what comes behind the bytes that are under way. */
  #chunks: Uint8Array[] = [];
  #later: Uint8Array[] = [];
  #size = 0;
  #resume: (() => void) | undefined;
  #reader: { resolve: (result: Result) => void; reject: (reason: unknown) => void } | undefined;
  #ending: { readonly error?: unknown } | undefined;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  /** Called for the request, and for every redirect that `fetch` follows. */
  dispatch(options: object, answer: object): boolean {
    const handler: DispatchHandler = answer;
    const { onHeaders, onData, onResponseData } = handler;
    this.#underWay = 0;
    if (onResponseData !== undefined) {
      handler.onResponseData = (controller, chunk) => {
        if (this.#isTaken) {
          if (this.#add(chunk)) return;
          controller.pause();
          this.#resume = () => {
            controller.resume();
          };
        } else {
          this.#underWay += chunk.length;
          onResponseData.call(handler, controller, chunk);
        }
      };
    }
    if (onHeaders !== undefined && onData !== undefined) {
      let resume: (() => void) | undefined;
      handler.onHeaders = (status, headers, resumeBody, statusText) => {
        resume = resumeBody;
        return onHeaders.call(handler, status, headers, resumeBody, statusText);
      };
      handler.onData = (chunk) => {
        if (this.#isTaken) {
          if (this.#add(chunk)) return true;
          this.#resume = resume;
          return false;
        }
        this.#underWay += chunk.length;
        return onData.call(handler, chunk);
      };
    }
    return this.#dispatcher.dispatch(options, handler);
  }

  /** @param body what `fetch` makes of it */
  source(body: ReadableStream<Uint8Array>): ChunkSource {
    const rest = chunkSource(body);
    this.#isTaken = true;
    this.#readRest(rest);
    return {
      read: () => this.#read(),
      cancel: (reason) => {
        this.#chunks = this.#later = [];
        return rest.cancel(reason);
      },
      release: () => {
        rest.release();
      },
    };
  }

  /** False when there is no room for more. */
  #add(chunk: Uint8Array): boolean {
    const isBehind = this.#underWay > 0;
    // Not at once: what came in the same read of the socket is to be read together.
    if ((isBehind ? this.#later : this.#chunks).push(chunk) === 1 && !isBehind) void settled.then(this.#answer);
    this.#size += chunk.length;
    return this.#size < highWaterMark;
  }

  #readRest(rest: ChunkSource): void {
    rest.read().then(
      ({ done, value }) => {
        if (done === true) {
          this.#end({});
          return;
        }
        const chunk = value as Uint8Array;
        this.#chunks.push(chunk);
        this.#size += chunk.length;
        this.#underWay -= chunk.length;
        if (this.#underWay === 0) this.#catchUp();
        this.#answer();
        this.#readRest(rest);
      },
      (error: unknown) => {
        this.#end({ error });
      },
    );
  }

  #catchUp(): void {
    this.#chunks.push(...this.#later);
    this.#later = [];
  }

  #end(ending: { readonly error?: unknown }): void {
    this.#catchUp();
    this.#ending = ending;
    this.#answer();
  }

  #read(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#chunks.length > 0 || this.#ending !== undefined) this.#answer();
    });
  }

  readonly #answer = (): void => {
    const reader = this.#reader;
    if (reader === undefined || (this.#chunks.length === 0 && this.#ending === undefined)) return;
    this.#reader = undefined;
    if (this.#chunks.length > 0) reader.resolve({ done: false, value: this.#take() });
    else if (this.#ending !== undefined && 'error' in this.#ending) reader.reject(this.#ending.error);
    else reader.resolve({ done: true, value: undefined });
  };

  #take(): Uint8Array {
    const value = takeFrom(this.#chunks);
    this.#size -= value.length;
    if (this.#size >= highWaterMark) return value;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
    return value;
  }
}

/** Takes the first chunk, or the first small ones as one. */
function takeFrom(chunks: Uint8Array[]): Uint8Array {
  let count = 0;
  let size = 0;
  for (const { length } of chunks) {
    size += length;
    if (count > 0 && (length >= largeChunk || size > joinedAtMost)) break;
    count++;
    if (length >= largeChunk) break;
  }
  const taken = chunks.splice(0, count);
  return count === 1 ? (taken[0] as Uint8Array) : joined(taken);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const { Buffer } = globalThis as unknown as { Buffer: { concat(chunks: readonly Uint8Array[]): Uint8Array } };
  return Buffer.concat(chunks);
}
