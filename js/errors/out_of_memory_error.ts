import { EventSourceError } from './event_source_error.js';

/** The memory for an event could not be had. */
export class OutOfMemoryError extends EventSourceError {
  constructor() {
    super(
      'ERR_SSE_OUT_OF_MEMORY',
      'The WebAssembly memory cannot grow enough for an event of the stream; ' +
        'lower maxEventSize so that such an event is given up earlier',
    );
    this.name = 'OutOfMemoryError';
  }
}
