import type { EventSourceError } from '../errors/event_source_error.js';
import { patientDispatcher } from './body_timeout.js';
import { BodyPump } from './body_pump.js';
import type { BodyReading } from './body_reader.js';
import type { Cancellation } from './cancellation.js';
import type { Dispatcher } from './undici.js';
import { UndiciBody } from './undici_body.js';

const undiciBodies = new WeakMap<object, UndiciBody>();

/**
 * The platform's `fetch` as it is now, with what Node's needs to be told. A cancellation ends the request like the signal in `init`; where it
 * can do so without a signal, none is made.
 */
export async function fetchNow(input: string, init: RequestInit, cancellation?: Cancellation): Promise<Response> {
  const { fetch } = globalThis;
  const { dispatcher = patientDispatcher() } = init as { dispatcher?: Dispatcher };
  if (dispatcher === undefined || cancellation === undefined || !isNodes(fetch)) {
    if (cancellation !== undefined) init.signal ??= cancellation.signal;
    return fetch(input, dispatcher === undefined ? init : ({ ...init, dispatcher } as RequestInit));
  }
  // A caller's function that gets the answer may read its body.
  const isShown = init.signal !== undefined;
  const body = new UndiciBody(dispatcher, cancellation, !isShown);
  const response = await fetch(input, Object.assign(init, { dispatcher: body }));
  // Bytes that are to be decoded are not taken before they are.
  const mayBeTaken = body.canBeTaken && !response.headers.has('content-encoding');
  if (response.body !== null && mayBeTaken) undiciBodies.set(response.body, body);
  else body.giveBack();
  return response;
}

/** Reads a body whose bytes can be had before `fetch` makes a web stream of them; undefined when it is none. */
export function readUndiciBody(body: object, reading: BodyReading): Promise<EventSourceError | undefined> | undefined {
  const undiciBody = undiciBodies.get(body);
  if (undiciBody === undefined) return undefined;
  return new BodyPump(undiciBody.take(body as ReadableStream<Uint8Array>), reading).run();
}

/** An answer that is not to be read, but perhaps to be looked into: its body has to come to it. */
export function giveBodyBack({ body }: Response): void {
  if (body !== null) undiciBodies.get(body)?.giveBack();
}

/** The last one that was looked at. */
let known: { readonly fetch: unknown; readonly isNodes: boolean } = { fetch: undefined, isNodes: false };

/** Whether it is Node's own, and nobody's who may want to read what it answers. */
function isNodes(fetch: unknown): boolean {
  if (known.fetch !== fetch) known = { fetch, isNodes: String(fetch).includes('internal/deps/undici') };
  return known.isNodes;
}
