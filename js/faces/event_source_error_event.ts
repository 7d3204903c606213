import type { ErrorCode, EventSourceError } from '../errors/event_source_error.js';
import { ResponseError } from '../errors/response_error.js';

/**
 * The `error` event of an EventSource. The standard fires a plain `Event`; this one also says what happened. Whether the connection
 * is being reestablished or has failed for good is told, as ever, by `readyState`.
 */
export class EventSourceErrorEvent extends Event {
  readonly error: EventSourceError;

  constructor(error: EventSourceError) {
    super('error');
    this.error = error;
  }

  /** A stable code, `ERR_SSE_STATUS` for example. */
  get code(): ErrorCode {
    return this.error.code;
  }

  get message(): string {
    return this.error.message;
  }

  /** The status of the answer, if that is what was wrong. */
  get status(): number | undefined {
    return this.error instanceof ResponseError ? this.error.status : undefined;
  }

  /** The answer, if that is what was wrong. Begin to read its body within the listener: afterwards it is cancelled. */
  get response(): Response | undefined {
    return this.error instanceof ResponseError ? this.error.response : undefined;
  }
}
