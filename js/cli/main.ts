#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { InvalidOptionError } from '../errors/invalid_option_error.js';
import { parseCommandLine } from './command_line.js';
import { exitCode } from './exit_code.js';
import { listen } from './listen.js';
import { process } from './node_process.js';
import { usage } from './usage.js';
import { UsageError } from './usage_error.js';

function version(): string {
  const text = new TextDecoder().decode(readFileSync(new URL(import.meta.resolve('eventsource-wasm/package.json'))));
  return (JSON.parse(text) as { version: string }).version;
}

async function main(args: readonly string[]): Promise<number> {
  try {
    const command = await parseCommandLine(args);
    if (typeof command === 'object') return await listen(command);
    process.stdout.write(command === 'help' ? usage : `${version()}\n`);
    return exitCode.finished;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InvalidOptionError)) throw error;
    process.stderr.write(`eventsource-wasm: ${error.message}\nTry eventsource-wasm --help\n`);
    return exitCode.usage;
  }
}

void main(process.argv.slice(2)).then((code) => {
  // What is still being written is awaited; the end of the process is not forced.
  process.exitCode = code;
});
