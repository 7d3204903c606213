import { type Clock, platformClock } from '../connection/clock.js';
import { type Fetch, platformFetch } from '../connection/transport.js';
import { encodeBytes, formatLine, type RecordingLine } from './recording_format.js';

/** A line as it is made, before it has its time. */
type Happening = RecordingLine extends infer Line ? (Line extends RecordingLine ? Omit<Line, 'at'> : never) : never;

/** A `fetch` that keeps what its answers bring. */
export interface RecordingFetch extends Fetch {
  /** What has come so far. */
  readonly lines: readonly RecordingLine[];
  /** The same as the text of a recording, for a file; `replayFetch` takes either. */
  text(): string;
}

export interface RecordingOptions {
  /** Asks for real; the platform's `fetch` unless given. */
  readonly fetch?: Fetch | undefined;
  /** Told of each line as it comes. */
  readonly onLine?: ((line: RecordingLine) => void) | undefined;
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** Fields of the connection that the bytes came over, or of the bytes before they were decompressed; and secrets. */
const untold = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
]);

/**
 * Makes a `fetch` that records what a server answers, with its chunks and their times. One recording is of one stream and its reconnects:
 * the answers to requests at the same time would be mixed.
 */
export function recordingFetch(options: RecordingOptions = {}): RecordingFetch {
  const { fetch = platformFetch, clock = platformClock, onLine } = options;
  const lines: RecordingLine[] = [];
  const began = clock.now();
  const write = (happening: Happening): void => {
    const line: RecordingLine = { at: Math.round((clock.now() - began) * 1000) / 1000, ...happening };
    lines.push(line);
    onLine?.(line);
  };

  const recording: Fetch = async (input, init) => {
    const response = await fetch(input, init);
    const { status, statusText, headers, body, url } = response;
    if (response.type === 'opaqueredirect') return response;
    const told = [...headers].filter(([name]) => !untold.has(name));
    write({ status, headers: Object.fromEntries(told) });
    const recorded = new Response(body === null ? null : tap(body.getReader(), write), { status, statusText, headers });
    // One that was constructed does not know where it came from.
    return Object.defineProperty(recorded, 'url', { value: url });
  };
  return Object.defineProperties(recording, {
    lines: { value: lines },
    text: { value: () => lines.map(formatLine).join('') },
  }) as RecordingFetch;
}

function tap(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  write: (happening: Happening) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) {
            write({ end: true });
            controller.close();
          } else {
            write({ bytes: encodeBytes(value) });
            controller.enqueue(value);
          }
        } catch (error) {
          write({ error: error instanceof Error ? error.message : String(error) });
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
