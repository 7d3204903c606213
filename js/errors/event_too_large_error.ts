import { EventSourceError } from './event_source_error.js';

/** More bytes came for one event than `maxEventSize` allows. */
export class EventTooLargeError extends EventSourceError {
  /** The bound, in bytes. */
  readonly maxEventSize: number;
  /** Bytes that had come for the event when it was given up. */
  readonly eventSize: number;

  constructor(maxEventSize: number, eventSize: number) {
    super(
      'ERR_SSE_EVENT_TOO_LARGE',
      `An event of the stream has at least ${eventSize} bytes, and maxEventSize is ${maxEventSize}; ` +
        'raise maxEventSize if events of this size are expected',
    );
    this.name = 'EventTooLargeError';
    this.maxEventSize = maxEventSize;
    this.eventSize = eventSize;
  }
}
