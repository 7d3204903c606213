import type { Dispatcher } from './body_timeout.js';
import { type ChunkSource, chunkSource } from './chunk_source.js';
import { type BodyEnding, type BodyOrigin, IncomingBody } from './incoming_body.js';

/** undici's, as far as it is needed: what is told of an answer as it comes. */
interface DispatchHandler {
  // Until undici 7.
  onHeaders?: (status: number, headers: unknown, resume: () => void, statusText: string) => unknown;
  onData?: (chunk: Uint8Array) => unknown;
  // From undici 8 on.
  onResponseData?: (controller: { pause(): void; resume(): void }, chunk: Uint8Array) => void;
}

/**
 * The body of one answer to Node's `fetch`, taken at the place where `fetch` is given it. Behind that come a stream of Node, an async
 * iterator over it, a copy and a web stream, which cost more than HTTP does. The end and an error take `fetch`'s way all the same, and
 * what went that way before somebody wanted the body is read from its stream.
 */
export class UndiciBody implements Dispatcher, BodyOrigin {
  readonly #dispatcher: Dispatcher;
  /** Bytes that went `fetch`'s way and have not come out of its stream yet. */
  #underWay = 0;
  /** Where the bytes go once somebody wants them. */
  #taken: IncomingBody | undefined;
  /** Those that have to wait for the ones under way: for a few turns of the event loop. */
  #later: Uint8Array[] | undefined;
  #rest: ChunkSource | undefined;
  #resume: (() => void) | undefined;

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
        if (this.#taken === undefined) {
          this.#underWay += chunk.length;
          onResponseData.call(handler, controller, chunk);
        } else if (!this.#add(this.#taken, chunk)) {
          controller.pause();
          this.#resume = () => {
            controller.resume();
          };
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
        if (this.#taken === undefined) {
          this.#underWay += chunk.length;
          return onData.call(handler, chunk);
        }
        if (this.#add(this.#taken, chunk)) return true;
        this.#resume = resume;
        return false;
      };
    }
    return this.#dispatcher.dispatch(options, handler);
  }

  /** @param body what `fetch` makes of it */
  take(body: ReadableStream<Uint8Array>): IncomingBody {
    const taken = new IncomingBody(this);
    this.#rest = chunkSource(body);
    this.#taken = taken;
    this.#readRest(this.#rest, taken);
    return taken;
  }

  resume(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  abort(reason: unknown): void {
    void this.#rest?.cancel(reason);
  }

  /** False when there is no room for more. */
  #add(taken: IncomingBody, chunk: Uint8Array): boolean {
    if (this.#underWay === 0) return taken.push(chunk);
    (this.#later ??= []).push(chunk);
    return true;
  }

  #readRest(rest: ChunkSource, taken: IncomingBody): void {
    rest.read().then(
      ({ done, value }) => {
        if (done === true) {
          this.#end(taken, { failed: false, reason: undefined });
          return;
        }
        const chunk = value as Uint8Array;
        taken.push(chunk);
        this.#underWay -= chunk.length;
        if (this.#underWay === 0) this.#catchUp(taken);
        this.#readRest(rest, taken);
      },
      (reason: unknown) => {
        this.#end(taken, { failed: true, reason });
      },
    );
  }

  #end(taken: IncomingBody, ending: BodyEnding): void {
    this.#catchUp(taken);
    taken.end(ending);
  }

  #catchUp(taken: IncomingBody): void {
    for (const chunk of this.#later ?? []) taken.push(chunk);
    this.#later = undefined;
  }
}
