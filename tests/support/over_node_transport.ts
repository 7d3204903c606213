import { nodeFetch } from 'eventsource-wasm/node';

/**
 * For `node --import`: what the package asks of the platform's `fetch` goes over the transport for Node instead, so that every suite
 * of the one is a suite of the other.
 */
const { fetch } = globalThis;
const direct = nodeFetch();

globalThis.fetch = (input, init) => {
  const isOurs = typeof input === 'string' && /^https?:/.test(input) && init?.cache === 'no-store';
  // A `fetch` of a test's own may be asked to follow redirects, and asks this one to.
  return isOurs && init.redirect !== 'follow' ? direct(input, init) : fetch(input, init);
};
