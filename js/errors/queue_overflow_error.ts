import { EventSourceError } from './event_source_error.js';

/** More events wait for a consumer than `queue.limit` allows, and `queue.overflow` is `error`. */
export class QueueOverflowError extends EventSourceError {
  readonly limit: number;

  constructor(limit: number) {
    super(
      'ERR_SSE_QUEUE_OVERFLOW',
      `More than ${limit} events wait for a slow consumer; raise queue.limit, or let queue.overflow be 'pause' or 'drop-oldest'`,
    );
    this.name = 'QueueOverflowError';
    this.limit = limit;
  }
}
