import { channel } from 'node:diagnostics_channel';
import { globalDispatcher } from '../connection/body_timeout.js';

/** Whoever watches undici's requests, as tracing does, has to see those of this package. */
const created = channel('undici:request:create');

/**
 * Whether requests of this process go the way that they go in any Node: nobody has set a dispatcher for all of it, which may be a proxy or
 * have TLS settings, interceptors or bounds. Node makes its own with the first use of one of fetch's classes; what is not surely that is
 * taken for somebody's. And nobody may be watching.
 */
export function usesNodesDispatcher(): boolean {
  if (created.hasSubscribers) return false;
  const dispatcher = globalDispatcher();
  if (dispatcher === undefined) return true;
  if (dispatcher !== known.dispatcher) known = { dispatcher, isNodes: isNodes(dispatcher) };
  return known.isNodes;
}

/** The last one that was looked at. */
let known: { readonly dispatcher: unknown; readonly isNodes: boolean } = { dispatcher: undefined, isNodes: true };

function isNodes(dispatcher: object): boolean {
  const prototype = Object.getPrototypeOf(dispatcher) as { constructor?: { name?: string }; dispatch?: unknown };
  // Composed with an interceptor it has a function of its own.
  if (prototype.constructor?.name !== 'Agent' || Reflect.get(dispatcher, 'dispatch') !== prototype.dispatch)
    return false;
  const symbol = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === 'options');
  const options: unknown = symbol === undefined ? undefined : Reflect.get(dispatcher, symbol);
  if (typeof options !== 'object' || options === null) return false;
  return Object.values(options).every((value) => value === undefined || value === Infinity);
}
