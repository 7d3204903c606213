import type { directSource as DirectSource, fetchNow as FetchNow } from './node_fetch.js';

/** The twin of `node_fetch.ts` where there is only one way. */
export const fetchNow: typeof FetchNow = (input, init) => globalThis.fetch(input, init);

export const directSource: typeof DirectSource = () => undefined;
