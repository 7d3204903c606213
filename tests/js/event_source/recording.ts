import type { EventSource } from 'eventsource-wasm';

/** An event, and how the EventSource was when it came. */
export interface Entry {
  readonly type: string;
  readonly event: Event;
  readonly readyState: number;
  readonly data: string | undefined;
  readonly lastEventId: string | undefined;
  readonly origin: string | undefined;
  /** Of an error. */
  readonly code: string | undefined;
  readonly status: number | undefined;
}

/** What an EventSource dispatched, in order. */
export class Recording {
  readonly source: EventSource;
  readonly entries: Entry[] = [];
  #wake: () => void = () => undefined;

  constructor(source: EventSource, types: readonly string[] = []) {
    this.source = source;
    for (const type of ['open', 'message', 'error', ...types]) {
      source.addEventListener(type, (event: Event) => {
        this.entries.push(toEntry(event, source.readyState));
        this.#wake();
      });
    }
  }

  get types(): string[] {
    return this.entries.map((entry) => entry.type);
  }

  /** The data of messages of all types. */
  get data(): string[] {
    return this.entries.flatMap((entry) => entry.data ?? []);
  }

  /** Resolves when so many events of the type have come, to the last of them. */
  async next(type: string, count = 1): Promise<Entry> {
    return this.until((entries) => (entries.length < count ? false : (this.all(type)[count - 1] ?? false)));
  }

  all(type: string): Entry[] {
    return this.entries.filter((entry) => entry.type === type);
  }

  /** Resolves when the condition holds, to what it returns; looked at after each event. */
  async until<T>(condition: (entries: readonly Entry[]) => T | false): Promise<T> {
    for (;;) {
      const result = condition(this.entries);
      if (result !== false) return result;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Resolves when the connection has failed or was told to end, to the error that said so. */
  async closed(): Promise<Entry> {
    return this.until((entries) => entries.find((entry) => entry.type === 'error' && entry.readyState === 2) ?? false);
  }
}

interface Details {
  readonly data?: string;
  readonly lastEventId?: string;
  readonly origin?: string;
  readonly code?: string;
  readonly status?: number;
}

function toEntry(event: Event, readyState: number): Entry {
  const { data, lastEventId, origin, code, status } = event as Event & Details;
  return { type: event.type, event, readyState, data, lastEventId, origin, code, status };
}
