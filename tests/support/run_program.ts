import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a compiled program in a Node of its own, and gives what it printed. Fails as the program fails. */
export function runProgram(
  program: URL,
  flags: readonly string[],
  programArguments: readonly string[] = [],
): Promise<string> {
  const args = [...flags, fileURLToPath(program), ...programArguments];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 120_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}
