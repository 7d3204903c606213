const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Gives `work` a signal that aborts when the run is interrupted, waits for it to clean up, and then ends the process
 * by the same signal, as if it had not been caught.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function interruptible(work) {
  const controller = new AbortController();
  /** @type {NodeJS.Signals | undefined} */
  let caught;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    caught = signal;
    controller.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    if (caught) {
      process.kill(process.pid, caught);
      // The signal is delivered asynchronously; nothing may run before it.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
