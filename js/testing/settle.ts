/** As they are when tests begin: some replace them. */
const platform = globalThis as unknown as {
  readonly setImmediate?: (run: () => void) => unknown;
  readonly setTimeout: (run: () => void, delay: number) => unknown;
};
const { setImmediate, setTimeout } = platform;

/** How many tasks one that is done may have led to, one after the other. */
const depth = 3;

/** Resolves when everything has run that waits for neither time nor a network: promises, streams in memory, tasks that are queued. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < depth; turn++) {
    await new Promise<void>((resolve) => {
      // Browsers run a timer after the messages that are queued already.
      if (setImmediate === undefined) setTimeout(resolve, 0);
      else setImmediate(resolve);
    });
  }
}
