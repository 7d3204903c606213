declare global {
  // As TypeScript's own library of disposables has it, which programs need not load.
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** What `await using` calls; with a stand-in where the platform does not know it, as code that was compiled for there has. */
export const asyncDispose: typeof Symbol.asyncDispose =
  (Symbol as { asyncDispose?: typeof Symbol.asyncDispose }).asyncDispose ??
  (Symbol.for('Symbol.asyncDispose') as typeof Symbol.asyncDispose);
