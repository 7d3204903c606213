import { isNode } from './platform.js';

/** undici's, as far as it is needed: what hands a request of Node's `fetch` to the network. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

// The second is the first's successor; where both are, the first is but a wrapper around it.
const globalDispatchers = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')];

/**
 * Node's `fetch` gives up a body from which nothing has come for five minutes, which for an event stream is a quiet day and no
 * failure. A request says otherwise by a dispatcher of its own; this one lets the process's dispatcher, whatever it is, do the work
 * without that bound.
 */
const patient: Dispatcher = {
  dispatch: (options, handler) => currentDispatcher()?.dispatch({ ...options, bodyTimeout: 0 }, handler) ?? false,
};

function currentDispatcher(): Dispatcher | undefined {
  const found = globalDispatchers.find((symbol) => symbol in globalThis);
  return found === undefined ? undefined : (globalThis as unknown as Record<symbol, Dispatcher>)[found];
}

/** Members for the init of a `fetch` whose body may be quiet for long. Empty where `fetch` is not Node's. */
export function withoutBodyTimeout(): object {
  if (!isNode()) return {};
  // Node makes its dispatcher with the first use of one of fetch's classes.
  if (currentDispatcher() === undefined) new Response();
  return currentDispatcher() === undefined ? {} : { dispatcher: patient };
}
