type Outcome = boolean | Promise<boolean>;

interface Registration<Event> {
  readonly handler: (event: Event) => unknown;
  readonly once: boolean;
  removed: boolean;
}

export interface HandlersOwner<Event> {
  /** Gets what a handler throws; the others run all the same. */
  handlerFailed(exception: unknown, event: Event): void;
}

/** Handlers by the type of event that they want. */
export class Handlers<Event extends { readonly type: string }> {
  readonly #byType = new Map<string, readonly Registration<Event>[]>();
  #ofAll: readonly Registration<Event>[] = [];
  readonly #owner: HandlersOwner<Event>;

  constructor(owner: HandlersOwner<Event>) {
    this.#owner = owner;
  }

  add(type: string | undefined, handler: (event: Event) => unknown, once: boolean): void {
    if (typeof handler !== 'function') throw new TypeError('A handler must be a function');
    const registrations = this.#of(type);
    if (registrations.some((registration) => registration.handler === handler)) return;
    // A new list each time: one that is being gone through must not change.
    this.#set(type, [...registrations, { handler, once, removed: false }]);
  }

  remove(type: string | undefined, handler: unknown): void {
    const left: Registration<Event>[] = [];
    for (const registration of this.#of(type)) {
      if (registration.handler === handler) registration.removed = true;
      else left.push(registration);
    }
    this.#set(type, left);
  }

  /** Whether all succeeded; a promise of it when one of them takes its time. */
  run(event: Event): Outcome {
    const ofType = this.#byType.get(event.type);
    const ofAll = this.#ofAll;
    let outcome: Outcome = true;
    if (ofType !== undefined) for (const one of ofType) outcome = both(outcome, this.#call(one, event));
    for (const one of ofAll) outcome = both(outcome, this.#call(one, event));
    return outcome;
  }

  #call(registration: Registration<Event>, event: Event): Outcome {
    // Another handler of the event may have taken it away.
    if (registration.removed) return true;
    const { handler, once } = registration;
    if (once) this.remove(event.type, handler);
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
    this.#owner.handlerFailed(exception, event);
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

function both(one: Outcome, other: Outcome): Outcome {
  if (one === true) return other;
  if (typeof one === 'boolean' && typeof other === 'boolean') return false;
  return Promise.all([one, other]).then(([first, second]) => first && second);
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
