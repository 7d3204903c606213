import { ChunkList } from './chunk_list.js';

/** So many bytes may wait to be taken before the socket has to wait: as many as a read from it brings at most. */
const highWaterMark = 64 * 1024;

const settled = Promise.resolve();

/** How a body ended. */
export interface BodyEnding {
  /** Why, if it failed. Asked for by who reads to the end: an error takes time to make, and more within the parser of HTTP. */
  readonly failure: (() => unknown) | undefined;
}

/** Who takes what has come. */
export interface BodyTaker {
  readable(): void;
}

/** Where a body comes from. */
export interface BodyOrigin {
  /** After `push` returned false: there is room again. */
  resume(): void;
  /** Nothing more is wanted. Without effect on a body that has ended. */
  abort(): void;
}

/**
 * The body of an answer between the socket, which pushes chunks as they come, and whoever takes them. It is taken after the parser of HTTP
 * has done with what was read from the socket: several chunks of one read are one for the taker, and nobody is called from within that parser.
 */
export class IncomingBody {
  readonly #origin: BodyOrigin;
  readonly #chunks = new ChunkList();
  #isFull = false;
  #ending: BodyEnding | undefined;
  #isAnnounced = false;
  #reader: BodyTaker | undefined;

  constructor(origin: BodyOrigin) {
    this.#origin = origin;
  }

  /** Undefined as long as there may be more; what came before the end may still have to be taken. */
  get ending(): BodyEnding | undefined {
    return this.#ending;
  }

  /** Told whenever there is something to take, and when the body has ended. */
  set reader(reader: BodyTaker | undefined) {
    this.#reader = reader;
    if (this.#chunks.size > 0 || this.#ending !== undefined) this.#announce();
  }

  /** False when nothing more is to be pushed until the origin is told to resume. */
  push(chunk: Uint8Array): boolean {
    this.#add(chunk);
    this.#announce();
    return !this.#isFull;
  }

  /**
   * The same for bytes that will be overwritten when this returns, outside of any parser: they are taken now, or copied.
   */
  pushAtOnce(chunk: Uint8Array): boolean {
    this.#add(chunk);
    this.#reader?.readable();
    if (this.#chunks.size > 0) this.#chunks.keep();
    return !this.#isFull;
  }

  end(ending: BodyEnding): void {
    this.#ending ??= ending;
    this.#announce();
  }

  /** Some of what has come, to be dealt with before any other code runs; undefined when nothing has. */
  take(): Uint8Array | undefined {
    const taken = this.#chunks.take();
    // Not before all of it is taken. At a pause undici 6 and 7 put back what they have read too much from the socket, and when they go on
    // they take that out again, let more come, and put back the rest: if less was wanted than has come, it grows with every pause,
    // and is copied each time.
    if (this.#isFull && this.#chunks.size === 0) {
      this.#isFull = false;
      this.#origin.resume();
    }
    return taken;
  }

  cancel(): void {
    this.#chunks.clear();
    if (this.#ending === undefined) this.#origin.abort();
  }

  #add(chunk: Uint8Array): void {
    this.#chunks.add(chunk);
    this.#isFull = this.#chunks.size >= highWaterMark;
  }

  #announce(): void {
    if (this.#isAnnounced || this.#reader === undefined) return;
    this.#isAnnounced = true;
    void settled.then(() => {
      this.#isAnnounced = false;
      this.#reader?.readable();
    });
  }
}
