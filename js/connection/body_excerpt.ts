import type { Cancellation } from './cancellation.js';
import type { Clock } from './clock.js';

const mostBytes = 4096;
/** A server that answers with an error need not end its body. */
const longestWait = 250;

/**
 * The beginning of an answer's body as text, at most 4 KiB of it and what comes of it within a quarter of a second; undefined when nothing does. The
 * answer's own body can be read afterwards.
 */
export async function bodyExcerpt(
  response: Response,
  clock: Clock,
  cancellation: Cancellation,
): Promise<string | undefined> {
  if (!(response.body instanceof ReadableStream) || response.bodyUsed) return undefined;
  let timer: unknown;
  const timeUp = new Promise<undefined>((resolve) => {
    const stop = (): void => {
      resolve(undefined);
    };
    timer = clock.setTimeout(stop, longestWait);
    cancellation.listen({ cancelled: stop });
  });
  try {
    const reader = response.clone().body?.getReader();
    return reader === undefined ? undefined : await readText(reader, timeUp);
  } catch {
    // There is an error to report already; that its body broke off adds nothing.
    return undefined;
  } finally {
    clock.clearTimeout(timer);
  }
}

async function readText(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  timeUp: Promise<undefined>,
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes < mostBytes) {
    const read = await Promise.race([reader.read(), timeUp]);
    if (read?.value === undefined) break;
    const chunk = read.value.subarray(0, mostBytes - bytes);
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
  }
  // Its promise waits for the other branch of the body.
  reader.cancel().catch(() => undefined);
  return bytes === 0 ? undefined : text;
}
