import { type ClientEventSource, createEventSource, type EventMap, type EventSourceOptions } from 'eventsource-wasm';
import type { CaseContext } from '../event_source/case.js';

/** Attempts that follow each other at once, so that no case waits. */
export const atOnce = { reconnectionTime: 1, backoff: 0 };

/** Opens a stream that is closed after the case. */
export function openSource<Events extends EventMap = Record<string, string>>(
  context: CaseContext,
  url: string,
  options: Partial<EventSourceOptions<Events>> = {},
): ClientEventSource<Events> {
  const source = createEventSource<Events>({ reconnect: atOnce, url, ...options });
  context.afterwards(() => {
    source.close();
  });
  return source;
}

/** So many events `data: 1`, `data: 2` and so on, each with its number as its ID. */
export function numbered(count: number, first = 1): string {
  return Array.from({ length: count }, (_, index) => `id: ${first + index}\ndata: ${first + index}\n\n`).join('');
}

/** The data of the next so many events, or of all that come. The loop is not left. */
export async function take<T>(iterator: AsyncIterator<{ readonly data: T }>, count = Infinity): Promise<T[]> {
  const data: T[] = [];
  while (data.length < count) {
    const result = await iterator.next();
    if (result.done === true) break;
    data.push(result.value.data);
  }
  return data;
}

/** What the promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, and there was none');
}

/** The code of an error of this package, and undefined for anything else. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
