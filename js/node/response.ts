import type { IncomingBody } from '../connection/incoming_body.js';
import { isRedirect } from '../connection/transport.js';
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
