/**
 * Reports what a caller's function threw as the platform reports what a listener throws: `error` on the global object in browsers, Deno
 * and Bun, `uncaughtException` in Node. Whoever called goes on.
 */
export function reportException(exception: unknown): void {
  const { reportError } = globalThis as { reportError?: (exception: unknown) => void };
  if (typeof reportError === 'function') reportError(exception);
  else
    setTimeout(() => {
      throw exception;
    });
}
