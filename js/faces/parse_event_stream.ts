import { type Chunks, type ChunkSource, chunkSource } from '../connection/chunk_source.js';
import { checkFinishOn } from '../connection/connection_settings.js';
import type { FinishOn } from '../connection/finish_rules.js';
import { refusedAnswer } from '../connection/refused_answer.js';
import { checkResponse } from '../connection/response_check.js';
import { checkMaxEventSize } from '../parser/max_event_size.js';
import { EventStreamIterator } from './event_stream_iterator.js';
import type { ParsedEvent } from './parsed_event.js';

export interface ParseEventStreamOptions {
  /** Bytes that may be held for one event: 1 to 2^31 - 1, 64 MiB by default. When more come, the iterator throws. */
  maxEventSize?: number | undefined;
  /** Called with every comment, between the events that it stands between. */
  onComment?: ((comment: string) => void) | undefined;
  /** Called with the reconnection time in milliseconds that the server asks for. */
  onRetry?: ((retry: number) => void) | undefined;
  /** Cancels the stream when it is aborted; the iterator throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * How a stream that is complete ends; one that ends otherwise throws. By default every end will do. What follows the event that is
   * the end is not read, but for what is left of a `Response`: a quarter of a second and 4 KiB of it at most, so that its connection can be used again.
   */
  finishOn?: FinishOn | undefined;
  /** Whether a `Response` must have status 200 and the type `text/event-stream`. True by default. */
  checkResponse?: boolean | undefined;
}

/**
 * The events of a stream that is there already, with no reconnecting: the answer to a request that the caller made, a file, a pipe.
 * The stream is read as events are taken. Leaving the loop cancels it, and an error of the stream is thrown after the events that came
 * before it. An event that is not complete when the stream ends is discarded.
 *
 * ```js
 * const response = await fetch(url, { method: 'POST', body });
 * for await (const { data } of parseEventStream(response, { finishOn: { data: '[DONE]' } })) console.log(JSON.parse(data));
 * ```
 *
 * The iterator throws a `ResponseError` for a response that is no event stream, an `EventTooLargeError`, a `ConnectionError` with the
 * code `ERR_SSE_STREAM_ENDED` for a stream that ends otherwise than `finishOn` says, and the signal's reason.
 *
 * @param source a `Response`, a `ReadableStream`, a stream of Node, any iterable of bytes or text, or the whole stream at once
 * @throws TypeError for another source, and for one that somebody else reads
 * @throws InvalidOptionError for an option that cannot work
 */
export function parseEventStream(
  source: Response | Chunks,
  options: ParseEventStreamOptions = {},
): AsyncIterableIterator<ParsedEvent, undefined> {
  const { signal, onComment, onRetry } = options;
  const finish = checkFinishOn(options.finishOn ?? 'end');
  const maxEventSize = checkMaxEventSize(options.maxEventSize);
  const isAnswer = isResponse(source);
  const chunks = isAnswer ? bodySource(source, options.checkResponse ?? true) : chunkSource(source);
  return new EventStreamIterator(chunks, { maxEventSize, finish, isAnswer, signal, onComment, onRetry });
}

/** Whether it looks like one: a `fetch` that is not the platform's has a `Response` of its own. */
function isResponse(source: Response | Chunks): source is Response {
  return typeof source === 'object' && 'headers' in source && 'body' in source;
}

function bodySource(response: Response, isChecked: boolean): ChunkSource {
  if (response.bodyUsed) throw new TypeError('The body of the response has been read already');
  const error = isChecked ? checkResponse(response) : undefined;
  if (error !== undefined) return refusedAnswer(error);
  return chunkSource(response.body ?? []);
}
