import { EventSourceError } from './event_source_error.js';

/** The store of last event IDs failed. The cause is what it threw. */
export class StoreError extends EventSourceError {
  /** What the stream's last event ID is kept as. */
  readonly key: string;
  readonly operation: 'get' | 'set';

  // The message does not name the key: it is logged, and an address may hold a secret.
  constructor(operation: 'get' | 'set', key: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('ERR_SSE_STORE', `The store failed to ${operation} a last event ID: ${reason}`, { cause });
    this.name = 'StoreError';
    this.key = key;
    this.operation = operation;
  }
}
