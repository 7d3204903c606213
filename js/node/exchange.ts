import type { Cancellable, CancelListener } from '../connection/cancellation.js';
import { type BodyOrigin, IncomingBody } from '../connection/incoming_body.js';
import {
  type Controller,
  forgetRawFields,
  type NewHandler,
  type OldHandler,
  type ResponseController,
  type ResponseFields,
  terminated,
} from '../connection/undici.js';
import { mayHaveBody, toHeaders, toResponse } from './response.js';

interface Asker {
  resolve(response: Response): void;
  reject(reason: unknown): void;
}

/** One request and its answer, with the errors of Node's `fetch`. */
export class Exchange implements NewHandler, OldHandler, BodyOrigin, CancelListener {
  readonly #url: string;
  readonly #cancellation: Cancellable;
  readonly #redirect: RequestInit['redirect'];
  #asker: Asker | undefined;
  #controller: Controller | undefined;
  #body: IncomingBody | undefined;

  /** @param url without a fragment */
  constructor(url: string, redirect: RequestInit['redirect'], cancellation: Cancellable, asker: Asker) {
    this.#url = url;
    this.#cancellation = cancellation;
    this.#redirect = redirect;
    this.#asker = asker;
    cancellation.listen(this);
  }

  onRequestStart(controller: ResponseController): void {
    this.#controller = controller;
    if (this.#cancellation.isCancelled) this.cancelled();
  }

  onResponseStart(controller: ResponseController, status: number, fields: ResponseFields, statusText?: string): void {
    const { rawHeaders } = controller;
    forgetRawFields(controller);
    this.#respond(status, Array.isArray(rawHeaders) ? (rawHeaders as ResponseFields) : fields, statusText);
  }

  onResponseData(controller: ResponseController, chunk: Uint8Array): void {
    if (!this.onData(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.onComplete();
  }

  onResponseError(_: ResponseController, error: unknown): void {
    this.onError(error);
  }

  onConnect(abort: (reason: unknown) => void): void {
    this.#controller = { abort, resume: () => undefined };
    if (this.#cancellation.isCancelled) this.cancelled();
  }

  onHeaders(status: number, fields: ResponseFields, resume: () => void, statusText?: string): boolean {
    if (this.#controller !== undefined) this.#controller.resume = resume;
    this.#respond(status, fields, statusText);
    return true;
  }

  onData(chunk: Uint8Array): boolean {
    return this.#body?.push(chunk) ?? true;
  }

  onComplete(): void {
    this.#letGo();
    this.#body?.end({ failure: undefined });
  }

  onError(cause: unknown): void {
    this.#letGo();
    const { isCancelled } = this.#cancellation;
    this.#asker?.reject(isCancelled ? this.#cancellation.reason : new TypeError('fetch failed', { cause }));
    this.#asker = undefined;
    this.#body?.end({ failure: () => (isCancelled ? this.#cancellation.reason : terminated(cause)) });
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    this.#controller?.abort(this.#cancellation.reason);
  }

  #respond(status: number, fields: ResponseFields, statusText = ''): void {
    const asker = this.#asker;
    // RFC 9110, section 15.2: informational answers come before the final one.
    if (asker === undefined || status < 200) return;
    this.#asker = undefined;
    try {
      asker.resolve(this.#response(status, toHeaders(fields), statusText));
    } catch (error) {
      asker.reject(error);
      this.#controller?.abort(error);
    }
  }

  #response(status: number, headers: Headers, statusText: string): Response {
    if (mayHaveBody(status)) this.#body = new IncomingBody(this);
    return toResponse(this.#url, this.#redirect, { status, statusText, headers, body: this.#body });
  }

  cancelled(): void {
    const { reason } = this.#cancellation;
    this.#asker?.reject(reason);
    this.#asker = undefined;
    this.#controller?.abort(reason);
  }

  #letGo(): void {
    this.#cancellation.ignore(this);
  }
}
