/** undici's, as far as it is needed: what hands a request to the network. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

/** What a request can be told while it is under way. */
export interface Controller {
  abort(reason: unknown): void;
  resume(): void;
}

/** As undici 7 and 8 hand it over. */
export interface ResponseController extends Controller {
  readonly rawHeaders?: unknown;
  pause(): void;
}

/** Names and values by turns, as bytes; or values by their names. */
export type ResponseFields = readonly unknown[] | Readonly<Record<string, unknown>>;

/** What hears of a request's answer in the words of undici 6, which Node 24 speaks, too. */
export interface OldHandler {
  onConnect(abort: (reason: unknown) => void, context?: unknown): void;
  onHeaders(status: number, fields: ResponseFields, resume: () => void, statusText?: string): unknown;
  /** False when no more is to come until `resume` is called. */
  onData(chunk: Uint8Array): unknown;
  onComplete(trailers?: unknown): void;
  onError(error: unknown): void;
}

/** The same in the words of undici 7 and 8. */
export interface NewHandler {
  onRequestStart(controller: ResponseController, context?: unknown): void;
  onResponseStart(controller: ResponseController, status: number, fields: ResponseFields, statusText?: string): void;
  onResponseData(controller: ResponseController, chunk: Uint8Array): void;
  onResponseEnd(controller: ResponseController, trailers?: unknown): void;
  onResponseError(controller: ResponseController, error: unknown): void;
}

/** Lets go of the fields as they came, which the controller would hold, two objects a field, for as long as the stream lasts. */
export function forgetRawFields(controller: ResponseController): void {
  Reflect.set(controller, 'rawHeaders', null);
}

/** Fetch standard, "terminated", as Node's `fetch` says it: a body has broken off. */
export function terminated(cause: unknown): TypeError {
  return new TypeError('terminated', { cause });
}
