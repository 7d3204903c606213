import type * as Runtime from './runtime.js';

/** The twin of `runtime.ts` where there is only one way. */
export const fetchNow: typeof Runtime.fetchNow = (input, init, cancellation) => {
  if (cancellation !== undefined) init.signal ??= cancellation.signal;
  return globalThis.fetch(input, init);
};

export const giveBodyBack: typeof Runtime.giveBodyBack = () => undefined;

export const readUndiciBody: typeof Runtime.readUndiciBody = () => undefined;

export const publish: typeof Runtime.publish = () => undefined;

/** A browser does not say why there was no answer. */
export const mayHaveBeenSent: typeof Runtime.mayHaveBeenSent = () => true;

export const queueTick: typeof Runtime.queueTick = undefined;
export const queueTogether: typeof Runtime.queueTogether = undefined;
