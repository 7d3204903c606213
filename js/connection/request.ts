import { ConnectionError } from '../errors/connection_error.js';
import { eventStreamType } from './response_check.js';
import { lastEventIdField } from './last_event_id_field.js';

/** What a `headers` function is told of the attempt that it makes headers for. */
export interface Attempt {
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** The last event ID string; empty when there is none. */
  readonly lastEventId: string;
}

/** What a connection asks for, each time that it asks. */
export interface RequestSettings {
  readonly url: URL;
  readonly method: string;
  readonly body: BodyInit | null;
  readonly credentials: RequestCredentials;
  readonly headers: HeadersInit | ((attempt: Attempt) => HeadersInit | Promise<HeadersInit>) | undefined;
}

/** A request, with the caller's headers kept apart from ours: only ours may go to another origin. */
export interface AttemptRequest {
  readonly url: URL;
  readonly method: string;
  readonly body: BodyInit | null;
  readonly credentials: RequestCredentials;
  readonly ownHeaders: Headers;
  readonly callerHeaders: Headers;
}

/** @throws ConnectionError with code ERR_SSE_HEADERS when the `headers` function fails */
export async function prepareRequest(
  settings: RequestSettings,
  attempt: number,
  lastEventId: string,
): Promise<AttemptRequest> {
  const url = new URL(settings.url);
  const callerHeaders = await resolveHeaders(settings.headers, { url: url.href, attempt, lastEventId });
  moveCredentials(url, callerHeaders);

  // [spec] "User agents may set (`Accept`, `text/event-stream`) in request's header list."
  const ownHeaders = new Headers({ accept: eventStreamType });
  const field = lastEventIdField(lastEventId);
  if (field !== undefined) {
    ownHeaders.set('last-event-id', field);
    // An id that the caller began with has been overtaken by the stream.
    callerHeaders.delete('last-event-id');
  }
  return { ...settings, url, ownHeaders, callerHeaders };
}

async function resolveHeaders(headers: RequestSettings['headers'], attempt: Attempt): Promise<Headers> {
  if (typeof headers !== 'function') return new Headers(headers);
  try {
    return new Headers(await headers(attempt));
  } catch (cause) {
    throw new ConnectionError('ERR_SSE_HEADERS', `The headers function failed for attempt ${attempt.attempt}`, {
      cause,
    });
  }
}

/** `fetch` refuses a URL with credentials in it, which an EventSource may have; they travel as the field that they stand for. */
function moveCredentials(url: URL, headers: Headers): void {
  if (url.username === '' && url.password === '') return;
  if (!headers.has('authorization')) {
    const credentials = `${percentDecode(url.username)}:${percentDecode(url.password)}`;
    headers.set('authorization', `Basic ${btoa(credentials)}`);
  }
  url.username = '';
  url.password = '';
}

/** URL standard, "percent-decode": a percent sign that begins no escape stays. A character of the result is a byte. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9A-F]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
