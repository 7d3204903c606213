import type { StreamEvent } from './stream_item.js';

export type StreamEventListener = (event: StreamEvent) => void;

interface Registration {
  readonly listener: StreamEventListener;
  readonly once: boolean;
}

const nobody: readonly Registration[] = [];

/** Who listens to the events of which type. */
export class EventListeners {
  /** A new list with each change: one that is being gone through must not change. */
  readonly #byType = new Map<string, readonly Registration[]>();
  /** Most events are of the type of the event before. */
  #recentType: string | undefined;
  #recent = nobody;
  readonly #forgotten: (type: string) => void;

  /** @param forgotten called when a type has lost its last listener */
  constructor(forgotten: (type: string) => void) {
    this.#forgotten = forgotten;
  }

  has(type: string, listener: StreamEventListener): boolean {
    return this.#byType.get(type)?.some((registration) => registration.listener === listener) === true;
  }

  add(type: string, listener: StreamEventListener, once: boolean): void {
    this.#set(type, [...(this.#byType.get(type) ?? nobody), { listener, once }]);
  }

  remove(type: string, listener: StreamEventListener): void {
    const rest = this.#byType.get(type)?.filter((registration) => registration.listener !== listener);
    if (rest === undefined) return;
    this.#set(type, rest);
    if (rest.length > 0) return;
    this.#byType.delete(type);
    this.#forgotten(type);
  }

  dispatch(event: StreamEvent): void {
    const { type } = event;
    if (type !== this.#recentType) {
      this.#recent = this.#byType.get(type) ?? nobody;
      this.#recentType = type;
    }
    for (const { listener, once } of this.#recent) {
      if (once) this.remove(type, listener);
      listener(event);
    }
  }

  #set(type: string, registrations: readonly Registration[]): void {
    this.#byType.set(type, registrations);
    this.#recentType = undefined;
  }
}
