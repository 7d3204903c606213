import type { Journal } from './server_journal.js';

/** What the scripted server does, as JSON: a suite in a browser sends it over HTTP. */
export interface Script {
  /** The first request to the stream gets the first answer, and so on. */
  readonly answers: readonly Answer[];
  /** What later requests get: 204, which ends an EventSource, or the last answer again. */
  readonly afterwards?: 'no content' | 'repeat';
  /** Numbered events that a client can resume; instead of `answers`. */
  readonly journal?: Journal;
}

export interface Answer {
  /** 200 unless given. */
  readonly status?: number;
  /** `content-type: text/event-stream` is there unless it is overridden; null takes it away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** After the last step the connection stays as it is, open in most cases. */
  readonly steps?: readonly Step[];
  /** Instead of an answer: the socket is destroyed, or reset, or nothing ever comes. */
  readonly instead?: 'drop' | 'reset' | 'silence';
  /** How a page of another origin is answered: it is let in, it is let in without credentials, or it is not. */
  readonly cors?: 'reflect' | 'any' | 'none';
  readonly gzip?: boolean;
  /**
   * No framing: after the head, which has the fields that are named and no more, bytes go to the socket as they stand in the steps.
   * With `pieces` the head comes in so many, each but the first when the suite releases it.
   */
  readonly raw?: true | { readonly pieces: number };
}

export type Step =
  /** Text as UTF-8, in a chunk of its own. */
  | { readonly write: string }
  | { readonly bytes: readonly number[] }
  /** Milliseconds, so that what follows most likely arrives by itself. */
  | { readonly pause: number }
  /** Until the suite releases the stream. */
  | { readonly wait: true }
  | { readonly end: true }
  /** The body ends as its framing wants it, and what is compressed in it does not. */
  | { readonly cut: true }
  /** The socket goes, and the body is left incomplete. */
  | { readonly destroy: true }
  /** The same by a TCP reset. */
  | { readonly reset: true };

/** A request as it reached the server. */
export interface RecordedRequest {
  /** Of the server, as its client wrote it. */
  readonly origin: string;
  readonly method: string;
  /** Names in lower case; a character in a value for each byte. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const end: Step = { end: true };
export const destroy: Step = { destroy: true };
export const reset: Step = { reset: true };
export const cut: Step = { cut: true };
export const wait: Step = { wait: true };

/** An event stream of one chunk for each text. */
export function stream(...chunks: readonly (string | Step)[]): Answer {
  return { steps: chunks.map((chunk) => (typeof chunk === 'string' ? { write: chunk } : chunk)) };
}

export function redirect(status: number, location: string): Answer {
  return { status, headers: { location, 'content-type': null, 'cache-control': null }, steps: [end] };
}
