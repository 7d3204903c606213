import type { EventSourceError } from '../errors/event_source_error.js';
import type { Gate } from './gate.js';
import type { IdleWatch } from './idle_watch.js';

export interface BodyReading {
  readonly signal: AbortSignal;
  /** Nothing is read while it is closed. */
  readonly gate: Gate;
  readonly idleWatch: IdleWatch | undefined;
  /** Deals with a chunk; the next one is read when that is done. A failure ends the reading. */
  readonly take: (chunk: Uint8Array) => Promise<EventSourceError | undefined>;
}

/** Reads a body to its end, one chunk at a time: who is slow to take them stops the reads, and with them the socket. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  { signal, gate, idleWatch, take }: BodyReading,
): Promise<EventSourceError | undefined> {
  if (body === null) return undefined;
  const reader = body.getReader();
  // A `fetch` that is not the platform's may not know the signal.
  const cancel = (): void => {
    reader.cancel(signal.reason).catch(() => undefined);
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      if (gate.closed !== undefined) await gate.closed;
      idleWatch?.reading();
      const { done, value } = await reader.read();
      idleWatch?.resting();
      if (done || signal.aborted) return undefined;
      const failure = await take(value);
      if (failure !== undefined) return failure;
    }
  } finally {
    idleWatch?.stop();
    signal.removeEventListener('abort', cancel);
    // Without effect on a body that has come to its end.
    cancel();
  }
}
