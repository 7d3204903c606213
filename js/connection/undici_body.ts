import type { Cancellable, CancelListener } from './cancellation.js';
import { type ChunkSource, chunkSource } from './chunk_source.js';
import { type BodyEnding, type BodyOrigin, IncomingBody } from './incoming_body.js';
import {
  type Controller,
  type Dispatcher,
  forgetRawFields,
  type NewHandler,
  type OldHandler,
  type ResponseController,
  terminated,
} from './undici.js';

const tap = Symbol('tap');

/** What `fetch` has made to hear of its answer, and what we have put into its place. */
interface Tapped {
  [tap]: UndiciBody;
}

/**
 * The body of one answer to Node's `fetch`, taken at the place where `fetch` is given it. Behind that come a stream of Node, an async
 * iterator over it, a copy and a web stream, which cost more than HTTP does. What comes is held back until it is known whether the body
 * is wanted here, or goes that way; then what has gone before is read from its stream. Once it is taken, `fetch` has no part in the
 * request and hears no more of it, so that all that it holds for a request can go.
 */
export class UndiciBody implements Dispatcher, BodyOrigin, CancelListener {
  readonly #dispatcher: Dispatcher;
  readonly #cancellation: Cancellable;
  readonly #holdsBack: boolean;
  /** The object that the network tells of the answer. */
  #handler: object | undefined;
  /** What was in it; undefined as soon as `fetch` has no part in the request. */
  #fetchs: Partial<OldHandler & NewHandler> | undefined;
  #controller: Controller | undefined;
  /** Bytes that went `fetch`'s way and have not come out of its stream yet. */
  #underWay = 0;
  /** Where the bytes go when they do not go to `fetch`. */
  #own: IncomingBody | undefined;
  /** Tells `fetch` of the end that was held back. */
  #tellEnd: (() => void) | undefined;
  /** Those that have to wait for the ones under way: for a few turns of the event loop. */
  #later: Uint8Array[] | undefined;
  #ending: BodyEnding | undefined;

  /** @param holdsBack until `take`, or `giveBack` */
  constructor(dispatcher: Dispatcher, cancellation: Cancellable, holdsBack: boolean) {
    this.#dispatcher = dispatcher;
    this.#cancellation = cancellation;
    this.#holdsBack = holdsBack;
    cancellation.listen(this);
  }

  /** Called for the request, and for every redirect that `fetch` follows. */
  dispatch(options: object, handler: object): boolean {
    this.#underWay = 0;
    this.#controller = this.#ending = this.#own = undefined;
    const words = wordsOf(handler);
    if (words !== undefined) {
      this.#handler = handler;
      this.#fetchs = { ...handler };
      (Object.assign(handler, words) as Partial<Tapped>)[tap] = this;
    }
    return this.#dispatcher.dispatch(options, handler);
  }

  /** False for an undici that speaks in words that are not known. */
  get canBeTaken(): boolean {
    return this.#handler !== undefined;
  }

  /** @param body what `fetch` makes of it */
  take(body: ReadableStream<Uint8Array>): IncomingBody {
    const own = (this.#own ??= new IncomingBody(this));
    // Nobody else may read it from now on.
    const rest = chunkSource(body);
    if (this.#underWay > 0) this.#readRest(rest, own);
    else this.#detach(own);
    return own;
  }

  /** The body is not wanted here: `fetch` gets what was held back. */
  giveBack(): void {
    const held = this.#own;
    this.#own = undefined;
    for (let chunk = held?.take(); chunk !== undefined; chunk = held?.take()) this.#forward(chunk.slice());
    this.#tellEnd?.();
    this.#tellEnd = undefined;
  }

  resume(): void {
    this.#controller?.resume();
  }

  cancelled(): void {
    this.abort();
  }

  abort(): void {
    if (this.#ending === undefined) this.#controller?.abort(this.#cancellation.reason);
  }

  static readonly newWords: NewHandler & ThisType<Tapped & object> = {
    onRequestStart(controller, context) {
      const body = this[tap];
      body.#fetchs?.onRequestStart?.call(this, controller, context);
      body.#begin(controller);
    },
    onResponseStart(controller, status, fields, statusText) {
      const body = this[tap];
      body.#fetchs?.onResponseStart?.call(this, controller, status, fields, statusText);
      forgetRawFields(controller);
      body.#hold(status);
    },
    onResponseData(controller, chunk) {
      const body = this[tap];
      if (body.#own === undefined) {
        body.#underWay += chunk.length;
        body.#fetchs?.onResponseData?.call(this, controller, chunk);
      } else if (!body.#add(body.#own, chunk)) controller.pause();
    },
    onResponseEnd(controller, trailers) {
      const body = this[tap];
      body.#end({ failure: undefined }, () => body.#fetchs?.onResponseEnd?.call(this, controller, trailers));
    },
    onResponseError(controller, error) {
      const body = this[tap];
      const failure = (): unknown => terminated(error);
      body.#end({ failure }, () => body.#fetchs?.onResponseError?.call(this, controller, error));
    },
  };

  static readonly oldWords: OldHandler & ThisType<Tapped & object> = {
    onConnect(abort, context) {
      const body = this[tap];
      body.#fetchs?.onConnect?.call(this, abort, context);
      body.#begin({ abort, resume: () => undefined });
    },
    onHeaders(status, fields, resume, statusText) {
      const body = this[tap];
      if (body.#controller !== undefined) body.#controller.resume = resume;
      const goesOn = body.#fetchs?.onHeaders?.call(this, status, fields, resume, statusText);
      body.#hold(status);
      return goesOn;
    },
    onData(chunk) {
      const body = this[tap];
      if (body.#own !== undefined) return body.#add(body.#own, chunk);
      body.#underWay += chunk.length;
      return body.#fetchs?.onData?.call(this, chunk);
    },
    onComplete(trailers) {
      const body = this[tap];
      body.#end({ failure: undefined }, () => body.#fetchs?.onComplete?.call(this, trailers));
    },
    onError(error) {
      const body = this[tap];
      const failure = (): unknown => terminated(error);
      body.#end({ failure }, () => body.#fetchs?.onError?.call(this, error));
    },
  };

  #begin(controller: Controller): void {
    this.#controller = controller;
    if (this.#cancellation.isCancelled) this.abort();
  }

  #hold(status: number): void {
    // RFC 9110, section 15.2: informational answers come before the final one.
    if (this.#holdsBack && status >= 200) this.#own = new IncomingBody(this);
  }

  /** To `fetch`, in the words that it has. */
  #forward(chunk: Uint8Array): void {
    const handler = this.#handler;
    this.#fetchs?.onResponseData?.call(handler as NewHandler, this.#controller as ResponseController, chunk);
    this.#fetchs?.onData?.call(handler as OldHandler, chunk);
  }

  /** False when there is no room for more. */
  #add(own: IncomingBody, chunk: Uint8Array): boolean {
    if (this.#underWay === 0) return own.push(chunk);
    (this.#later ??= []).push(chunk);
    return true;
  }

  /** @param tell tells `fetch` */
  #end(ending: BodyEnding, tell: () => void): void {
    this.#ending = ending;
    if (this.#own === undefined) tell();
    else {
      this.#tellEnd = tell;
      if (this.#underWay === 0) this.#own.end(ending);
    }
  }

  #readRest(rest: ChunkSource, own: IncomingBody): void {
    rest.read().then(
      ({ done, value }) => {
        if (done === true) {
          this.#underWay = 0;
          this.#detach(own);
          return;
        }
        const chunk = value as Uint8Array;
        own.push(chunk);
        this.#underWay -= chunk.length;
        if (this.#underWay > 0) this.#readRest(rest, own);
        else this.#detach(own);
      },
      (reason: unknown) => {
        own.end({ failure: () => reason });
      },
    );
  }

  /** Nothing is under way any more. */
  #detach(own: IncomingBody): void {
    this.#fetchs = this.#tellEnd = undefined;
    letGo(this.#handler as Record<string, unknown>);
    this.#handler = undefined;
    for (const chunk of this.#later ?? []) own.push(chunk);
    this.#later = undefined;
    if (this.#ending !== undefined) own.end(this.#ending);
  }
}

function wordsOf(handler: object): OldHandler | NewHandler | undefined {
  if ('onRequestStart' in handler) return UndiciBody.newWords;
  return 'onConnect' in handler ? UndiciBody.oldWords : undefined;
}

/** Of what `fetch` has put into its handler nothing is left: each of its functions holds all that it has for the request. */
function letGo(handler: Record<string, unknown>): void {
  for (const name in handler) {
    if (!ourWords.has(name)) handler[name] = typeof handler[name] === 'function' ? nothing : null;
  }
}

const ourWords = new Set([UndiciBody.newWords, UndiciBody.oldWords].flatMap(Object.keys));

function nothing(): void {
  // Nobody is left to be told.
}
