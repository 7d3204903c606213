import { EventSourceError } from './event_source_error.js';

/** What a schema found wrong. */
export interface DataIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
}

/** The event as it came. */
export interface RefusedEvent {
  readonly type: string;
  readonly data: string;
  readonly id: string | undefined;
  readonly lastEventId: string;
}

/** An event's data are no JSON, or not what the schema of its type wants. The stream goes on. */
export class DataError extends EventSourceError {
  readonly event: RefusedEvent;
  /** Undefined when the data are no JSON. */
  readonly issues: readonly DataIssue[] | undefined;

  constructor(message: string, event: RefusedEvent, issues: readonly DataIssue[] | undefined, options?: ErrorOptions) {
    super('ERR_SSE_DATA', message, options);
    this.name = 'DataError';
    this.event = event;
    this.issues = issues;
  }
}
