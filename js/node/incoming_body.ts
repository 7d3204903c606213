import { type DirectBody, readDirectly } from '../connection/body_reader.js';
import { BodyPump } from './body_pump.js';
import { joined } from './joined_chunks.js';

/** So many bytes may wait to be taken before the socket has to wait: as many as a read from it brings at most. */
const highWaterMark = 64 * 1024;

const settled = Promise.resolve();

/** How a body ended. */
export interface BodyEnding {
  readonly failed: boolean;
  readonly reason: unknown;
}

/** Where a body comes from. */
export interface BodyOrigin {
  /** After `push` returned false: there is room again. */
  resume(): void;
  /** Nothing more is wanted. Without effect on a body that has ended. */
  abort(reason: unknown): void;
}

/**
 * The body of an answer between the socket, which pushes chunks as they come, and whoever takes them. It is taken after the parser of HTTP
 * has done with what was read from the socket: several chunks of one read are one for the taker, and nobody is called from within that parser.
 */
export class IncomingBody {
  readonly #origin: BodyOrigin;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #isFull = false;
  #ending: BodyEnding | undefined;
  #isAnnounced = false;
  #onReadable: (() => void) | undefined;

  constructor(origin: BodyOrigin) {
    this.#origin = origin;
  }

  /** Undefined as long as there may be more; what came before the end may still have to be taken. */
  get ending(): BodyEnding | undefined {
    return this.#ending;
  }

  /** Called whenever there is something to take, and when the body has ended. */
  set onReadable(listener: (() => void) | undefined) {
    this.#onReadable = listener;
    if (this.#size > 0 || this.#ending !== undefined) this.#announce();
  }

  /** False when nothing more is to be pushed until the origin is told to resume. */
  push(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#announce();
    this.#isFull = this.#size >= highWaterMark;
    return !this.#isFull;
  }

  end(ending: BodyEnding): void {
    this.#ending ??= ending;
    this.#announce();
  }

  /** All that has come; undefined when nothing has. */
  take(): Uint8Array | undefined {
    if (this.#size === 0) return undefined;
    const taken = joined(this.#chunks, this.#size);
    this.#chunks = [];
    this.#size = 0;
    if (this.#isFull) {
      this.#isFull = false;
      this.#origin.resume();
    }
    return taken;
  }

  cancel(reason: unknown): void {
    this.#chunks = [];
    this.#size = 0;
    if (this.#ending === undefined) this.#origin.abort(reason);
  }

  /** The body as the stream that a response has; the connection takes the short way past it. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => this.#pull(controller),
        cancel: (reason) => {
          this.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
    const direct: DirectBody = {
      [readDirectly]: (reading) => {
        // Nobody else may read it from now on.
        stream.getReader();
        return new BodyPump(this, reading).run();
      },
    };
    return Object.assign(stream as ReadableStream<Uint8Array<ArrayBuffer>>, direct);
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#size === 0 && this.#ending === undefined) {
      await new Promise<void>((resolve) => {
        this.onReadable = resolve;
      });
    }
    const chunk = this.take();
    if (chunk !== undefined) controller.enqueue(chunk);
    else if (this.#ending?.failed === true) controller.error(this.#ending.reason);
    else controller.close();
  }

  #announce(): void {
    if (this.#isAnnounced || this.#onReadable === undefined) return;
    this.#isAnnounced = true;
    void settled.then(this.#tell);
  }

  readonly #tell = (): void => {
    this.#isAnnounced = false;
    this.#onReadable?.();
  };
}
