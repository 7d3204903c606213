import type { EventSourceError } from '../errors/event_source_error.js';

/** For an error that nobody asked to hear of: it goes to the console, as a browser's own EventSource does it, and ends no program. */
export function logProblem(error: EventSourceError): void {
  // eslint-disable-next-line no-console -- that is what this is for
  console.error(error);
}
