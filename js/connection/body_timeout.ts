/** undici's, as far as it is needed: what hands a request of Node's `fetch` to the network. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

/**
 * Node's `fetch` gives up a body from which nothing has come for five minutes, which for an event stream is a quiet day and no
 * failure. A request says otherwise by a dispatcher of its own; this one lets the process's dispatcher, whatever it is, do the work
 * without that bound.
 */
const patient: Dispatcher = {
  dispatch: (options, handler) => currentDispatcher().dispatch({ ...options, bodyTimeout: 0 }, handler),
};

function currentDispatcher(): Dispatcher {
  return (globalThis as unknown as Record<symbol, Dispatcher>)[globalDispatcher] as Dispatcher;
}

/** Members for the init of a `fetch` whose body may be quiet for long. Empty where `fetch` is not Node's. */
export function withoutBodyTimeout(): object {
  if (!isNode) return {};
  // Node makes its dispatcher with the first use of fetch's classes.
  if (!(globalDispatcher in globalThis)) new Response();
  return globalDispatcher in globalThis ? { dispatcher: patient } : {};
}

const { process, Deno } = globalThis as { process?: { versions?: { node?: string; bun?: string } }; Deno?: unknown };
const isNode = process?.versions?.node !== undefined && process.versions.bun === undefined && Deno === undefined;
