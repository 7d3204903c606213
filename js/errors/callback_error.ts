import { EventSourceError } from './event_source_error.js';

/** A callback threw that the stream depends on. The cause is what it threw. */
export class CallbackError extends EventSourceError {
  /** The callback's name. */
  readonly callback: string;

  constructor(callback: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('ERR_SSE_CALLBACK', `${callback} threw: ${reason}`, { cause });
    this.name = 'CallbackError';
    this.callback = callback;
  }
}
