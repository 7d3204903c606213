import { patientDispatcher } from './body_timeout.js';
import type { ChunkSource } from './chunk_source.js';
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

/** The source of a body whose bytes can be had before `fetch` makes a web stream of them. */
export function undiciSource(body: ReadableStream<Uint8Array>): ChunkSource | undefined {
  return undiciBodies.get(body)?.source(body);
}

/** Whether it is Node's own, and nobody's who may want to read what it answers. */
function isNodes(fetch: unknown): boolean {
  return String(fetch).includes('internal/deps/undici');
}
