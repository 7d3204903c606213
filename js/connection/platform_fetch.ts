import type { EventSourceError } from '../errors/event_source_error.js';
import { patientDispatcher } from './body_timeout.js';
import { BodyPump } from './body_pump.js';
import type { BodyReading } from './body_reader.js';
import { UndiciBody } from './undici_body.js';

const undiciBodies = new WeakMap<object, UndiciBody>();

/** The platform's `fetch` as it is now, with what Node's needs to be told. */
export async function fetchNow(input: string, init: RequestInit): Promise<Response> {
  const { fetch } = globalThis;
  const dispatcher = patientDispatcher();
  if (dispatcher === undefined) return fetch(input, init);
  if (!isNodes(fetch)) return fetch(input, { dispatcher, ...init } as RequestInit);
  const body = new UndiciBody(dispatcher);
  const response = await fetch(input, { dispatcher: body, ...init } as RequestInit);
  // Bytes that are to be decoded are not taken before they are.
  if (response.body !== null && !response.headers.has('content-encoding')) undiciBodies.set(response.body, body);
  return response;
}

/** Reads a body whose bytes can be had before `fetch` makes a web stream of them; undefined when it is none. */
export function readUndiciBody(body: object, reading: BodyReading): Promise<EventSourceError | undefined> | undefined {
  const undiciBody = undiciBodies.get(body);
  if (undiciBody === undefined) return undefined;
  return new BodyPump(undiciBody.take(body as ReadableStream<Uint8Array>), reading).run();
}

/** Whether it is Node's own, and nobody's who may want to read what it answers. */
function isNodes(fetch: unknown): boolean {
  return String(fetch).includes('internal/deps/undici');
}
