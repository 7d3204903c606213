import type { ServerClient } from '../../support/server_client.js';
import { type Case, CaseContext, type Environment } from './case.js';

const longestCase = 10_000;
// As they are when the suite begins: cases replace the global ones.
const { setTimeout, clearTimeout } = globalThis;

/** Runs one case, closes what it left open, and rejects if it failed or never ended. */
export async function runCase(run: Case, server: ServerClient, environment: Environment): Promise<void> {
  const context = new CaseContext(server, environment);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([
      run(context),
      new Promise((_, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`not done after ${longestCase / 1000} seconds`));
        }, longestCase);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    context.end();
  }
}
