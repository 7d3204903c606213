import { parseArgs } from 'node:util';

export const usage = `npm start                    runs until Ctrl-C
npm start -- --seconds 10    ends by itself with a summary, and drops the connections once in the middle
npm start -- --port 8080     serves the page at this port instead of any free one`;

/**
 * Throws an error with a message for the user when the arguments make no sense.
 * @param {string[]} args
 * @returns {{ seconds: number | undefined, port: number, help: boolean }}
 */
export function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400))
    throw new RangeError('--seconds takes a number from 0 to 86400.');
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError('--port takes a whole number from 0 to 65535.');
  return { seconds, port, help: values.help ?? false };
}
