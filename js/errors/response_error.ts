import { EventSourceError } from './event_source_error.js';

/** The server answered, but not with an event stream. */
export class ResponseError extends EventSourceError {
  readonly status: number;
  readonly headers: Headers;
  /** The beginning of the answer's body as text, at most 4 KiB of it; undefined when none came. */
  body: string | undefined = undefined;
  /** The answer. Its body can be read if that is begun while the error is being reported; afterwards it is cancelled. */
  readonly response: Response;

  constructor(
    code: 'ERR_SSE_STATUS' | 'ERR_SSE_NO_CONTENT' | 'ERR_SSE_CONTENT_TYPE',
    message: string,
    response: Response,
  ) {
    super(code, message);
    this.name = 'ResponseError';
    this.status = response.status;
    this.headers = response.headers;
    this.response = response;
  }
}
