import type { RecordKind } from '../wasm/batch_layout.js';

/** An event of a stream, as a parser hands it out. */
export interface StreamEvent {
  /** The event's type; `message` when the stream names none. */
  readonly type: string;
  readonly data: string;
  /** The `id` field of the event's own block, if it has one. */
  readonly id: string | undefined;
  /** The last event ID of the stream when the event was dispatched. */
  readonly lastEventId: string;
}

/** One thing that a chunk yielded, as `ItemSink` says, for somebody who keeps it. */
export class StreamItem implements StreamEvent {
  readonly kind: RecordKind;
  readonly type: string;
  readonly data: string;
  readonly id: string | undefined;
  readonly lastEventId: string;
  /** Whether the block named its type, if only as `message`. */
  readonly typed: boolean;

  constructor(
    kind: RecordKind,
    type: string,
    data: string,
    id: string | undefined,
    lastEventId: string,
    typed: boolean,
  ) {
    this.kind = kind;
    this.type = type;
    this.data = data;
    this.id = id;
    this.lastEventId = lastEventId;
    this.typed = typed;
  }
}
