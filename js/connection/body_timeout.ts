import { isNode } from './platform.js';
import type { Dispatcher } from './undici.js';

// Where Node's `fetch` looks for its dispatcher: from undici 8 on at the second, although there the first may be filled, too.
const { process } = globalThis as { process?: { versions?: { undici?: string } } };
const isSecond = parseInt(process?.versions?.undici ?? '', 10) >= 8;
const dispatcherName = Symbol.for(`undici.globalDispatcher.${isSecond ? 2 : 1}`);

/**
 * Node's `fetch` gives up a body from which nothing has come for five minutes, which for an event stream is a quiet day and no
 * failure. A request says otherwise by a dispatcher of its own; this one lets the process's dispatcher, whatever it is, do the work
 * without that bound.
 */
const patient: Dispatcher = {
  dispatch: (options, handler) => globalDispatcher()?.dispatch({ ...options, bodyTimeout: 0 }, handler) ?? false,
};

/** The process's dispatcher; undefined as long as it has none, which is until somebody uses one of fetch's classes. */
export function globalDispatcher(): Dispatcher | undefined {
  return (globalThis as unknown as Record<symbol, Dispatcher | undefined>)[dispatcherName];
}

/** The process's dispatcher, without the bound; undefined where `fetch` is not Node's. */
export function patientDispatcher(): Dispatcher | undefined {
  if (!isNode()) return undefined;
  // Node makes its dispatcher when one of fetch's classes is named for the first time.
  if (globalDispatcher() === undefined) Reflect.get(globalThis, 'Response');
  return globalDispatcher() === undefined ? undefined : patient;
}
