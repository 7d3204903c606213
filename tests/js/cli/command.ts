import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { bin: Record<string, string> };
/** Where npm finds it. */
const main = fileURLToPath(new URL(manifest.bin['eventsource-wasm'] ?? '', root));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line program, which has begun. */
export class Command {
  readonly process: ChildProcess;
  readonly #stderr: Promise<string>;
  readonly #exited: Promise<unknown[]>;
  #stdout = '';
  #wake: () => void = () => undefined;

  constructor(args: readonly string[], input = '') {
    const { stdin, stdout, stderr } = (this.process = spawn(process.execPath, [main, ...args]));
    // The program may have ended before it has read what it does not want.
    stdin.on('error', () => undefined);
    stdin.end(input);
    stdout.setEncoding('utf8');
    stdout.on('data', (chunk: string) => {
      this.#stdout += chunk;
      this.#wake();
    });
    this.#stderr = text(stderr);
    this.#exited = once(this.process, 'close');
  }

  /** Resolves when the program has printed so. */
  async printed(expected: string): Promise<void> {
    while (!this.#stdout.includes(expected)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Nobody reads what the program prints any more. */
  leave(): void {
    this.process.stdout?.destroy();
  }

  async outcome(): Promise<Outcome> {
    const [code] = (await this.#exited) as [number | null];
    return { code, stdout: this.#stdout, stderr: await this.#stderr };
  }
}

/** Runs the program to its end. */
export function run(...args: string[]): Promise<Outcome> {
  return new Command(args).outcome();
}
