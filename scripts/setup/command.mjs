import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from './failure.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(line: string) => void} [onLine] called for each line of output
 * @property {AbortSignal} [signal] kills the command and all that it has started
 * @property {string} [name] how the command is called when it fails, if not by its words
 *
 * @typedef {{ code: number, output: string }} CommandResult
 */

/**
 * Runs a command to its end, whatever its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function attempt(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      // A group of its own, to be killed as one.
      detached: options.signal !== undefined,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    };
    if (options.signal?.aborted) kill();
    options.signal?.addEventListener('abort', kill);

    let output = '';
    let unfinishedLine = '';
    /** @param {string} text */
    const take = (text) => {
      output += text;
      const lines = (unfinishedLine + text).split('\n');
      unfinishedLine = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);

    child.on('error', (error) => {
      options.signal?.removeEventListener('abort', kill);
      reject(new Failure(`${command} cannot be run: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      options.signal?.removeEventListener('abort', kill);
      if (unfinishedLine) options.onLine?.(unfinishedLine);
      resolve({ code: code ?? 1, output: signal ? `${output}\n(ended by ${signal})` : output });
    });
  });
}

/**
 * Runs a command that has to succeed; its output is shown when it does not.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} its output
 */
export async function run(command, args, options = {}) {
  const { code, output } = await attempt(command, args, options);
  if (code !== 0) {
    const name = options.name ?? [command, ...args].join(' ');
    throw new Failure(`${name} failed with exit code ${code}\n${output.trimEnd()}`);
  }
  return output;
}

/**
 * The first of the named programs that stands on PATH.
 * @param {...string} names
 * @returns {string | undefined}
 */
export function findOnPath(...names) {
  // A plain shell of root on Debian has the sbin folders, `su` without a dash has not.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const name of names) {
    for (const folder of folders) {
      if (folder && isExecutable(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
