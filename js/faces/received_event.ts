import { isNode } from '../connection/platform.js';
import type { StreamEvent } from '../parser/stream_item.js';

/**
 * A `MessageEvent` for Node, whose own takes ten times as long to construct as its `Event`, and longer than all else that is done with an
 * event of a stream. This one is constructed as an `Event`, and inherits from `MessageEvent` nevertheless.
 */
class ReceivedEvent extends Event {
  readonly #received: StreamEvent;
  readonly #origin: string;

  constructor(received: StreamEvent, origin: string) {
    super(received.type);
    this.#received = received;
    this.#origin = origin;
  }

  get data(): string {
    return this.#received.data;
  }

  get origin(): string {
    return this.#origin;
  }

  get lastEventId(): string {
    return this.#received.lastEventId;
  }
}

let isMessageEvent = false;

/** Not before the first event: Node loads all of undici for whoever names `MessageEvent`. */
function becomeMessageEvent(): void {
  isMessageEvent = true;
  const { prototype } = ReceivedEvent;
  Object.setPrototypeOf(prototype, MessageEvent.prototype);
  for (const name of ['data', 'origin', 'lastEventId']) Object.defineProperty(prototype, name, { enumerable: true });
  Object.defineProperties(prototype, {
    constructor: { value: MessageEvent },
    // What MessageEvent has beyond these would ask for an object of its own making.
    source: { value: null, enumerable: true },
    ports: { value: Object.freeze([]), enumerable: true },
  });
}

function receivedInNode(received: StreamEvent, origin: string): Event {
  if (!isMessageEvent) becomeMessageEvent();
  return new ReceivedEvent(received, origin);
}

/** What is dispatched for an event of the stream. In bundles for browsers `browser_received_event.ts` stands in this file's place. */
export const receivedEvent: (received: StreamEvent, origin: string) => Event = isNode()
  ? receivedInNode
  : ({ type, data, lastEventId }, origin) => new MessageEvent(type, { data, lastEventId, origin });
