/**
 * What only Node has, or needs. Bundles for browsers have `browser_runtime.ts` in this file's place, as the `browser` field of
 * `package.json` says.
 */
export { publish } from './diagnostics.js';
export { mayHaveBeenSent } from './never_sent.js';
export { queueTick, queueTogether } from './node_queue.js';
export { fetchNow, giveBodyBack, readUndiciBody } from './platform_fetch.js';
