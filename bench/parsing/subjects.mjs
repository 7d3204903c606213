import { createParserSubject } from './subjects/create_parser.mjs';
import { eventStreamParserSubject } from './subjects/event_stream_parser.mjs';
import { eventsourceParserSubject } from './subjects/eventsource_parser.mjs';
import { fetchEventSourceSubject } from './subjects/fetch_event_source.mjs';
import { floorSubject } from './subjects/floor.mjs';
import { parseSseSubject } from './subjects/parse_sse.mjs';

/** @typedef {import('./subject.mjs').Subject} Subject */

/** @returns {Promise<readonly Subject[]>} those that run here */
export async function loadSubjects() {
  const subjects = [createParserSubject, eventStreamParserSubject, eventsourceParserSubject, floorSubject];
  const everywhere = [...subjects, fetchEventSourceSubject, parseSseSubject];
  // undici is made of Node's streams.
  if (globalThis.process === undefined) return everywhere;
  const { undiciSubject } = await import('./subjects/undici.mjs');
  return [...everywhere, undiciSubject];
}
