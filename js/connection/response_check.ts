import { ResponseError } from '../errors/response_error.js';
import { mimeTypeEssence } from './mime_type.js';

export const eventStreamType = 'text/event-stream';

/** Why an answer is no event stream, or undefined when it is one. */
export function checkResponse(response: Response): ResponseError | undefined {
  const { status, statusText } = response;
  // [spec] "HTTP 204 No Content": "Clients will reconnect if the connection is closed; a client can be told to stop reconnecting
  // using the HTTP 204 No Content response code."
  if (status === 204) {
    return new ResponseError(
      'ERR_SSE_NO_CONTENT',
      'The server answered 204 No Content, which asks the client to stop reconnecting',
      response,
    );
  }
  // [spec] "Otherwise, if res's status is not 200, or if res's `Content-Type` is not `text/event-stream`, then fail the
  // connection."
  if (status !== 200) {
    return new ResponseError(
      'ERR_SSE_STATUS',
      `The server answered ${`${status} ${statusText}`.trim()}; an event stream needs status 200`,
      response,
    );
  }
  const contentType = response.headers.get('content-type');
  if (mimeTypeEssence(contentType) !== eventStreamType) {
    return new ResponseError(
      'ERR_SSE_CONTENT_TYPE',
      `The server answered with ${contentType === null ? 'no Content-Type' : `Content-Type "${contentType}"`}; ` +
        `an event stream needs "${eventStreamType}"`,
      response,
    );
  }
  return undefined;
}
