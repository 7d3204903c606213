import type { StreamItem } from '../parser/stream_item.js';

/** Where a tab stands in a shared stream. */
export interface Position {
  /** Whose numbers these are: the name of a stream that tabs have handed on from one to the next. */
  readonly stream: string;
  /** The number of the last event; 0 before the first. */
  readonly end: number;
  /** The last event ID after it. */
  readonly lastEventId: string;
}

/** Some events on end, up to the position that they are told with. */
export interface Excerpt {
  /** The last event ID before the first of them. */
  readonly before: string;
  readonly events: readonly StreamItem[];
}

interface Entry {
  readonly event: StreamItem;
  /** Characters of all events up to and with this one. */
  readonly sizeSoFar: number;
}

/** What is kept: this many events, and of these no more than so many characters, but always the last one. */
const maxEvents = 1024;
const maxSize = 4 * 1024 * 1024;

/**
 * The recent events of a shared stream, numbered from 1. Every tab keeps them: for itself, as long as its listeners lag behind, and
 * for others, who may need them when a leader dies.
 */
export class History {
  #stream = '';
  /** The number of the event before the first that is kept. */
  #base = 0;
  #baseId = '';
  #baseSize = 0;
  readonly #entries: Entry[] = [];

  /** Empty until the tab has taken part in a stream. */
  get stream(): string {
    return this.#stream;
  }

  get base(): number {
    return this.#base;
  }

  get end(): number {
    return this.#base + this.#entries.length;
  }

  /** The last event ID after the last event. */
  get lastEventId(): string {
    return this.#entries.at(-1)?.event.lastEventId ?? this.#baseId;
  }

  get position(): Position {
    return { stream: this.#stream, end: this.end, lastEventId: this.lastEventId };
  }

  /** Forgets all events, and goes on with what comes after `position`. */
  reset({ stream, end, lastEventId }: Position): void {
    this.#stream = stream;
    this.#base = end;
    this.#baseId = lastEventId;
    this.#baseSize = 0;
    this.#entries.length = 0;
  }

  get(number: number): StreamItem | undefined {
    return this.#entries[number - this.#base - 1]?.event;
  }

  /** The events after this number, as far as they are kept. */
  after(number: number): Excerpt {
    const from = Math.min(Math.max(number - this.#base, 0), this.#entries.length);
    return {
      before: this.#entries[from - 1]?.event.lastEventId ?? this.#baseId,
      events: this.#entries.slice(from).map(({ event }) => event),
    };
  }

  /** The number of the latest event that brought this event ID. */
  find(lastEventId: string): number | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      if (this.#entries[index]?.event.id === lastEventId) return this.#base + 1 + index;
    }
    return lastEventId === this.#baseId ? this.#base : undefined;
  }

  add(event: StreamItem): void {
    const { type, data, lastEventId } = event;
    const sizeSoFar = this.#sizeAt(this.end) + type.length + data.length + lastEventId.length;
    this.#entries.push({ event, sizeSoFar });
    while (this.#entries.length > maxEvents || (this.#entries.length > 1 && sizeSoFar - this.#baseSize > maxSize)) {
      const { event: oldest, sizeSoFar: size } = this.#entries.shift() as Entry;
      this.#base++;
      this.#baseId = oldest.lastEventId;
      this.#baseSize = size;
    }
  }

  /**
   * Takes what another tab has kept, and drops what is known already. `added` is called after each event that is new. An event
   * under a number that another has here takes its place: the new leader counts from where the old one had not come to.
   */
  merge(
    { end, stream }: Position,
    { before, events }: Excerpt,
    added: (event: StreamItem, replaces: boolean) => void,
  ): void {
    const base = end - events.length;
    // What was between is lost to this tab; the server may still have it.
    if (base > this.end) this.reset({ stream, end: base, lastEventId: before });
    for (const [index, event] of events.entries()) {
      const number = base + 1 + index;
      const known = this.get(number);
      if (number <= this.end && (known === undefined || known.lastEventId === event.lastEventId)) continue;
      if (known !== undefined) this.#entries.length = number - this.#base - 1;
      this.add(event);
      added(event, known !== undefined);
    }
  }

  /** Whether somebody who has read up to this number has half of what can be kept before him. */
  isCrowded(number: number): boolean {
    const unread = this.end - number;
    if (unread <= 0) return false;
    return unread * 2 >= maxEvents || (this.#sizeAt(this.end) - this.#sizeAt(number)) * 2 >= maxSize;
  }

  #sizeAt(number: number): number {
    return this.#entries[number - this.#base - 1]?.sizeSoFar ?? this.#baseSize;
  }
}
