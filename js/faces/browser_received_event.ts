import type { receivedEvent as ReceivedEvent } from './received_event.js';

/** The twin of `received_event.ts` where the platform's `MessageEvent` does. */
export const receivedEvent: typeof ReceivedEvent = ({ type, data, lastEventId }, origin) =>
  new MessageEvent(type, { data, lastEventId, origin });
