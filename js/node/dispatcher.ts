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

/** What hears of a request's answer: in the words of undici 7 and 8, and in those of undici 6, which is Node 20's and 22's. */
export interface DispatchHandler {
  onRequestStart(controller: ResponseController): void;
  onResponseStart(controller: ResponseController, status: number, fields: ResponseFields, statusText?: string): void;
  onResponseData(controller: ResponseController, chunk: Uint8Array): void;
  onResponseEnd(): void;
  onResponseError(controller: ResponseController, error: unknown): void;

  onConnect(abort: (reason: unknown) => void): void;
  onHeaders(status: number, fields: ResponseFields, resume: () => void, statusText?: string): boolean;
  /** False when no more is to come until `resume` is called. */
  onData(chunk: Uint8Array): boolean;
  onComplete(): void;
  onError(error: unknown): void;
}
