/** Something the person at the keyboard can act on: printed as it is, without a stack. */
export class Failure extends Error {}

/**
 * Runs a command-line entry point.
 * @param {() => Promise<number | void>} main resolves with the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
