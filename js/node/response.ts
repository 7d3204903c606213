import type { IncomingBody } from '../connection/incoming_body.js';
import { isRedirect } from '../connection/transport.js';
import type { ResponseFields } from '../connection/undici.js';
import { bodyStream } from './body_stream.js';
import { decode } from './content_coding.js';

// Fetch standard, "null body status".
const nullBodyStatuses = new Set([204, 205, 304]);

export function mayHaveBody(status: number): boolean {
  return !nullBodyStatuses.has(status);
}

/** Of which an answer is made. */
export interface AnswerParts {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Undefined when the status says that there is none. */
  readonly body: IncomingBody | undefined;
}

/**
 * An answer as `fetch` gives it.
 *
 * @throws TypeError for a redirect that the request refuses, and for a content coding that is not known
 */
export function toResponse(
  url: string,
  redirect: RequestInit['redirect'],
  { status, statusText, headers, body }: AnswerParts,
): Response {
  if (redirect === 'error' && isRedirect({ status })) throw new TypeError('unexpected redirect');
  const stream = body === undefined ? null : decode(bodyStream(body), headers.get('content-encoding'));
  // One that was constructed does not know where it came from.
  return Object.defineProperty(new Response(stream, { status, statusText, headers }), 'url', { value: url });
}

export function toHeaders(fields: ResponseFields): Headers {
  const headers = new Headers();
  const add = (name: unknown, values: unknown): void => {
    for (const value of [values].flat()) headers.append(text(name), text(value));
  };
  if (Array.isArray(fields))
    for (let place = 0; place < fields.length; place += 2) add(fields[place], fields[place + 1]);
  else for (const [name, values] of Object.entries(fields)) add(name, values);
  return headers;
}

/** A character is a byte of the field, as in `fetch`. */
function text(field: unknown): string {
  return (field as { toString(encoding: 'latin1'): string }).toString('latin1');
}
