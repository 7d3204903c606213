/** What an event handler attribute holds: a callback, or an object that is kept but never called. */
export type EventHandler<E extends Event> = ((event: E) => unknown) | null;

/**
 * The event handler attributes of one target.
 *
 * HTML standard, section 8.1.8.1 "Event handlers": the first value that is not null adds a listener, so that the attribute takes its
 * place among the other listeners; another value keeps the place; null removes it.
 */
export class EventHandlers {
  readonly #target: EventTarget;
  readonly #handlers = new Map<string, { value: unknown; listener: (event: Event) => void }>();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get(type: string): unknown {
    return this.#handlers.get(type)?.value ?? null;
  }

  set(type: string, value: unknown): void {
    const handler = this.#handlers.get(type);
    // Web IDL, [LegacyTreatNonObjectAsNull]: what is no object is null.
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      if (handler !== undefined) this.#target.removeEventListener(type, handler.listener);
      this.#handlers.delete(type);
      return;
    }
    if (handler !== undefined) {
      handler.value = value;
      return;
    }
    const listener = (event: Event): void => {
      const current = this.#handlers.get(type)?.value;
      if (typeof current !== 'function') return;
      // "If return value is false, then set event's canceled flag."
      if (Reflect.apply(current, this.#target, [event]) === false) event.preventDefault();
    };
    this.#handlers.set(type, { value, listener });
    this.#target.addEventListener(type, listener);
  }
}
