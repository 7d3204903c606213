import type { readUndiciBody as ReadUndiciBody, fetchNow as FetchNow } from './platform_fetch.js';

/** The twin of `platform_fetch.ts` where there is only one way. */
export const fetchNow: typeof FetchNow = (input, init) => globalThis.fetch(input, init);

export const readUndiciBody: typeof ReadUndiciBody = () => undefined;
