import { ConnectionError, type ConnectionErrorCode } from '../errors/connection_error.js';
import type { EventSourceError } from '../errors/event_source_error.js';
import { lastEventIdField } from './last_event_id_field.js';
import { eventStreamType } from './response_check.js';

/** What a `url`, `headers` or `body` function is told of the attempt that it works for. */
export interface Attempt {
  /** The address; for a `url` function that of the attempt before, or empty. */
  readonly url: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** The last event ID string; empty when there is none. */
  readonly lastEventId: string;
  /** Why the attempt before failed: its `status` is 401 when credentials are to be made anew. */
  readonly error: EventSourceError | undefined;
}

/** A value, or a function that makes it anew for every attempt. */
export type ForAttempt<T> = T | ((attempt: Attempt) => T | Promise<T>);

/** What a connection asks for, each time that it asks. */
export interface RequestSettings {
  readonly url: ForAttempt<string | URL>;
  readonly method: string;
  readonly body: ForAttempt<BodyInit | null>;
  readonly headers: ForAttempt<HeadersInit> | undefined;
  /** Names, in lower case, of the caller's headers that may go to another origin. */
  readonly crossOriginHeaders: ReadonlySet<string> | 'all';
  readonly redirect: RequestRedirect;
  /** `mode`, `credentials` and the like, as `fetch` takes them. */
  readonly init: RequestInit;
}

/** A request, with the caller's headers kept apart from ours: only ours may go to another origin. */
export interface AttemptRequest {
  readonly url: URL;
  readonly method: string;
  readonly body: BodyInit | null;
  /** By their names in lower case. */
  readonly ownHeaders: Readonly<Record<string, string>>;
  /** Undefined when there are none. */
  readonly callerHeaders: Headers | undefined;
  readonly crossOriginHeaders: ReadonlySet<string> | 'all';
  readonly redirect: RequestRedirect;
  readonly init: RequestInit;
}

/**
 * @param byGet whether the request has done its work, and its stream is to be had by GET
 * @throws ConnectionError with code ERR_SSE_HEADERS or ERR_SSE_REQUEST when one of the caller's functions fails
 */
export async function prepareRequest(
  settings: RequestSettings,
  before: Attempt,
  byGet: boolean,
): Promise<AttemptRequest> {
  const { crossOriginHeaders, redirect, init } = settings;
  const url = await resolve('ERR_SSE_REQUEST', 'url', settings.url, before, toUrl);
  const attempt: Attempt = { ...before, url: url.href };
  const given = await resolve('ERR_SSE_HEADERS', 'headers', settings.headers, attempt, toHeaders);
  const body = byGet ? null : await resolve('ERR_SSE_REQUEST', 'body', settings.body, attempt, (value) => value);
  // What describes a body goes where a body goes.
  if (byGet) for (const name of [...(given?.keys() ?? [])]) if (name.startsWith('content-')) given?.delete(name);
  const callerHeaders = moveCredentials(url, given);

  // [spec] "User agents may set (`Accept`, `text/event-stream`) in request's header list."
  const ownHeaders: Record<string, string> = { accept: eventStreamType };
  const field = lastEventIdField(attempt.lastEventId);
  if (field !== undefined) {
    ownHeaders['last-event-id'] = field;
    // An id that the caller began with has been overtaken by the stream.
    callerHeaders?.delete('last-event-id');
  }
  const method = byGet ? 'GET' : settings.method;
  return { url, method, body, ownHeaders, callerHeaders, crossOriginHeaders, redirect, init };
}

async function resolve<T, U>(
  code: ConnectionErrorCode,
  option: string,
  value: ForAttempt<T>,
  attempt: Attempt,
  convert: (value: T) => U,
): Promise<U> {
  if (typeof value !== 'function') return convert(value);
  try {
    return convert(await (value as (attempt: Attempt) => T | Promise<T>)(attempt));
  } catch (cause) {
    throw new ConnectionError(code, `The ${option} function failed for attempt ${attempt.attempt}`, { cause });
  }
}

function toHeaders(headers: HeadersInit | undefined): Headers | undefined {
  return headers === undefined ? undefined : new Headers(headers);
}

function toUrl(url: string | URL): URL {
  return new URL(url, baseUrl());
}

/** What relative addresses are resolved against, where there is such a thing. */
export function baseUrl(): string | undefined {
  const { document, location } = globalThis as { document?: { baseURI?: string }; location?: { href?: string } };
  return document?.baseURI ?? location?.href;
}

/** `fetch` refuses a URL with credentials in it, which an EventSource may have; they travel as the field that they stand for. */
function moveCredentials(url: URL, given: Headers | undefined): Headers | undefined {
  if (url.username === '' && url.password === '') return given;
  const headers = given ?? new Headers();
  if (!headers.has('authorization')) {
    const credentials = `${percentDecode(url.username)}:${percentDecode(url.password)}`;
    headers.set('authorization', `Basic ${btoa(credentials)}`);
  }
  url.username = '';
  url.password = '';
  return headers;
}

/** URL standard, "percent-decode": a percent sign that begins no escape stays. A character of the result is a byte. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9A-F]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
