// A page that a program puts away and brings back: its streams, what they brought, and what the page went through.
import { EventSource, type EventSourceInit } from 'eventsource-wasm';

export interface StreamOptions {
  readonly method: 'GET' | 'POST';
  /** As the package's option. */
  readonly page?: EventSourceInit['page'];
  /** Waits a minute before it asks again, although the server would let it at once. */
  readonly patient?: boolean;
}

/** What the program calls, as `globalThis.driven`. */
export interface DrivenPage {
  open(path: string, options: StreamOptions): void;
  /** The numbers that came, when at least so many have come. */
  numbers(path: string, count: number): Promise<number[]>;
  /** The codes of the errors that came, when at least so many have come. */
  errors(path: string, count: number): Promise<string[]>;
  /** `persisted` of each `pageshow` event. */
  readonly shows: boolean[];
  /** Resolves when the document's visibility is this. */
  visibility(state: DocumentVisibilityState): Promise<void>;
}

interface Stream {
  readonly source: EventSource;
  readonly numbers: number[];
  readonly errors: string[];
}

const streams = new Map<string, Stream>();
const waiting = new Set<() => void>();
const shows: boolean[] = [];

function changed(): void {
  const resumed = [...waiting];
  waiting.clear();
  for (const resume of resumed) resume();
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

function streamAt(path: string): Stream {
  const stream = streams.get(path);
  if (stream === undefined) throw new Error(`${path} is not open`);
  return stream;
}

const driven: DrivenPage = {
  open(path, { method, page, patient = false }) {
    const source = new EventSource(path, {
      method,
      page,
      reconnect: { reconnectionTime: 0, ...(patient ? { when: () => 60_000 } : {}) },
    });
    const stream: Stream = { source, numbers: [], errors: [] };
    streams.set(path, stream);
    source.onmessage = ({ data }) => {
      stream.numbers.push(Number(data));
      changed();
    };
    source.onerror = ({ code }) => {
      stream.errors.push(code);
      changed();
    };
  },
  async numbers(path, count) {
    const { numbers } = streamAt(path);
    await until(() => numbers.length >= count);
    return numbers;
  },
  async errors(path, count) {
    const { errors } = streamAt(path);
    await until(() => errors.length >= count);
    return errors;
  },
  shows,
  visibility: (state) => until(() => document.visibilityState === state),
};

addEventListener('pageshow', ({ persisted }) => shows.push(persisted));
document.addEventListener('visibilitychange', changed);
Object.assign(globalThis, { driven });
