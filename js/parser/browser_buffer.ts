import type * as Node from './node_buffer.js';

/** The twin of `node_buffer.ts` where there is none. */
export const bufferOver: typeof Node.bufferOver = undefined;
export const slicesUtf8: typeof Node.slicesUtf8 = false;
export const decodesBytewise: typeof Node.decodesBytewise = false;
