import type { Handling } from './commit_order.js';
import type { SourceEvent } from './event_source_options.js';

/** An event that may have to wait for its consumers. */
export interface Delivery {
  readonly event: SourceEvent;
  readonly handling: Handling | undefined;
  /** Counts the events of a source. */
  readonly number: number;
  /** The last event ID before it: who asks for what follows that one gets the event again. */
  readonly before: string;
}

export function earlier(one: Delivery | undefined, other: Delivery | undefined): Delivery | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.number < other.number ? one : other;
}
