interface Registration<Event> {
  readonly handler: (event: Event) => unknown;
  readonly once: boolean;
}

/** Handlers by the type of event that they want. */
export class Handlers<Event extends { readonly type: string }> {
  readonly #byType = new Map<string, readonly Registration<Event>[]>();
  #ofAll: readonly Registration<Event>[] = [];
  readonly #failed: (exception: unknown, event: Event) => void;

  /** @param failed gets what a handler throws; the others run all the same */
  constructor(failed: (exception: unknown, event: Event) => void) {
    this.#failed = failed;
  }

  get isEmpty(): boolean {
    return this.#byType.size === 0 && this.#ofAll.length === 0;
  }

  add(type: string | undefined, handler: (event: Event) => unknown, once: boolean): void {
    if (typeof handler !== 'function') throw new TypeError('A handler must be a function');
    const registrations = this.#of(type);
    if (registrations.some((registration) => registration.handler === handler)) return;
    // A new list each time: one that is being gone through must not change.
    this.#set(type, [...registrations, { handler, once }]);
  }

  remove(type: string | undefined, handler: unknown): void {
    this.#set(
      type,
      this.#of(type).filter((registration) => registration.handler !== handler),
    );
  }

  /** Whether all succeeded; a promise of it when one of them takes its time. */
  run(event: Event): boolean | Promise<boolean> {
    let succeeded = true;
    let pending: Promise<boolean>[] | undefined;
    for (const list of [this.#byType.get(event.type), this.#ofAll]) {
      if (list === undefined) continue;
      for (const { handler, once } of list) {
        if (once) this.remove(event.type, handler);
        const result = this.#call(handler, event);
        if (typeof result === 'boolean') succeeded &&= result;
        else (pending ??= []).push(result);
      }
    }
    if (pending === undefined) return succeeded;
    return Promise.all(pending).then((results) => succeeded && results.every(Boolean));
  }

  #call(handler: (event: Event) => unknown, event: Event): boolean | Promise<boolean> {
    try {
      const result = handler(event);
      if (!isPromise(result)) return true;
      return Promise.resolve(result).then(
        () => true,
        (exception: unknown) => this.#fail(exception, event),
      );
    } catch (exception) {
      return this.#fail(exception, event);
    }
  }

  #fail(exception: unknown, event: Event): false {
    this.#failed(exception, event);
    return false;
  }

  #of(type: string | undefined): readonly Registration<Event>[] {
    return type === undefined ? this.#ofAll : (this.#byType.get(type) ?? []);
  }

  #set(type: string | undefined, registrations: readonly Registration<Event>[]): void {
    if (type === undefined) this.#ofAll = registrations;
    else if (registrations.length > 0) this.#byType.set(type, registrations);
    else this.#byType.delete(type);
  }
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
