import type { StreamEvent } from '../parser/stream_item.js';

/** An event, with the names that different parsers have for its parts. */
export interface ParsedEvent extends StreamEvent {
  /** The block's `event` field, if it has one that is not empty. */
  readonly event: string | undefined;
}
