import { EventSourceError } from './event_source_error.js';

/** The store of last event IDs failed. The cause is what it threw. */
export class StoreError extends EventSourceError {
  /** What the stream's last event ID is kept as. */
  readonly key: string;
  readonly operation: 'get' | 'set';

  constructor(operation: 'get' | 'set', key: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('ERR_SSE_STORE', `The store failed to ${operation} the last event ID of "${key}": ${reason}`, { cause });
    this.name = 'StoreError';
    this.key = key;
    this.operation = operation;
  }
}
