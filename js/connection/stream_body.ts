/**
 * Whether a request's body is a stream, which can be read once. Node loads its web streams for whoever names one of their classes, so
 * that is not done for a request without a body.
 */
export function isStream(body: unknown): body is ReadableStream {
  if (typeof body !== 'object' || body === null || typeof ReadableStream === 'undefined') return false;
  return body instanceof ReadableStream;
}
