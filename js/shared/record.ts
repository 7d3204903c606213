import type { Answer } from '../connection/transport.js';
import { ConnectionError, type ConnectionErrorCode } from '../errors/connection_error.js';
import { type ErrorCode, EventSourceError } from '../errors/event_source_error.js';
import { EventTooLargeError } from '../errors/event_too_large_error.js';
import { OutOfMemoryError } from '../errors/out_of_memory_error.js';
import { ResponseError } from '../errors/response_error.js';
import type { Notice, NoticeRecord } from './message.js';

/** The head of a response. Its body stays with the tab that asked. */
interface ResponseRecord {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly [string, string][];
}

export interface AnswerRecord extends ResponseRecord {
  readonly url: string;
}

export interface ErrorRecord {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly attempt: number | undefined;
  readonly delay: number | undefined;
  /** The message of what caused it. */
  readonly cause: string | undefined;
  readonly response: ResponseRecord | undefined;
  readonly body: string | undefined;
  /** `maxEventSize` and `eventSize`. */
  readonly sizes: readonly [number, number] | undefined;
}

export function toRecord(notice: Notice): NoticeRecord {
  switch (notice.kind) {
    case 'state': {
      const { error } = notice.change;
      return { kind: 'state', change: { ...notice.change, error: error && recordError(error) } };
    }
    case 'opened': {
      const { response, url } = notice.answer;
      return { kind: 'opened', answer: { ...recordResponse(response), url: url.href } };
    }
    case 'failed':
    case 'troubled':
      return { ...notice, error: recordError(notice.error) };
    default:
      return notice;
  }
}

export function fromRecord(record: NoticeRecord): Notice {
  switch (record.kind) {
    case 'state': {
      const { error } = record.change;
      return { kind: 'state', change: { ...record.change, error: error && reviveError(error) } };
    }
    case 'opened':
      return { kind: 'opened', answer: reviveAnswer(record.answer) };
    case 'failed':
    case 'troubled':
      return { ...record, error: reviveError(record.error) };
    default:
      return record;
  }
}

function recordResponse({ status, statusText, headers }: Response): ResponseRecord {
  return { status, statusText, headers: [...headers] };
}

function reviveResponse({ status, statusText, headers }: ResponseRecord): Response {
  const init = { statusText, headers: headers.map(([name, value]): [string, string] => [name, value]) };
  if (status >= 200 && status <= 599) return new Response(null, { ...init, status });
  // A `fetch` of the caller's may give a status that a Response cannot be made with.
  return Object.defineProperty(new Response(null, init), 'status', { value: status });
}

function reviveAnswer({ url, ...head }: AnswerRecord): Answer {
  return { response: reviveResponse(head), url: new URL(url) };
}

function recordError(error: EventSourceError): ErrorRecord {
  const { name, code, message, attempt, delay, cause } = error;
  const isAnswer = error instanceof ResponseError;
  return {
    name,
    code,
    message,
    attempt,
    delay,
    cause: cause instanceof Error ? cause.message : undefined,
    response: isAnswer ? recordResponse(error.response) : undefined,
    body: isAnswer ? error.body : undefined,
    sizes: error instanceof EventTooLargeError ? [error.maxEventSize, error.eventSize] : undefined,
  };
}

function reviveError(record: ErrorRecord): EventSourceError {
  const error = reviveClass(record);
  error.attempt = record.attempt;
  error.delay = record.delay;
  return error;
}

function reviveClass({ name, code, message, cause, response, body, sizes }: ErrorRecord): EventSourceError {
  const options = cause === undefined ? undefined : { cause: new Error(cause) };
  switch (code) {
    case 'ERR_SSE_STATUS':
    case 'ERR_SSE_NO_CONTENT':
    case 'ERR_SSE_CONTENT_TYPE': {
      if (response === undefined) break;
      const error = new ResponseError(code, message, reviveResponse(response));
      error.body = body;
      return error;
    }
    case 'ERR_SSE_EVENT_TOO_LARGE':
      if (sizes !== undefined) return new EventTooLargeError(...sizes);
      break;
    case 'ERR_SSE_OUT_OF_MEMORY':
      return new OutOfMemoryError();
    default:
      if (name === 'ConnectionError') return new ConnectionError(code as ConnectionErrorCode, message, options);
  }
  return new EventSourceError(code, message, options);
}
