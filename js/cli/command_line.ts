import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ConnectionOptions } from '../connection/connection_options.js';
import type { FinishOn } from '../connection/finish_rules.js';
import { FileStore } from '../stores/file_store.js';
import { parseDuration } from './duration.js';
import { asData, asEventStream, asJson, type EventFormat } from './event_text.js';
import { process } from './node_process.js';
import { UsageError } from './usage_error.js';

/** What a command line asks for. */
export interface Command {
  readonly url: URL;
  readonly connection: ConnectionOptions;
  readonly format: EventFormat;
  /** Types of events to print; all of them when there are none. */
  readonly types: ReadonlySet<string>;
  /** Events to print. */
  readonly count: number;
  readonly recording: string | undefined;
  readonly verbosity: 'quiet' | 'errors' | 'everything';
}

const options = {
  method: { type: 'string', short: 'X' },
  data: { type: 'string', short: 'd' },
  header: { type: 'string', short: 'H', multiple: true },
  'last-event-id': { type: 'string' },
  resume: { type: 'string' },
  json: { type: 'boolean' },
  'data-only': { type: 'boolean' },
  event: { type: 'string', multiple: true },
  verbose: { type: 'boolean', short: 'v' },
  quiet: { type: 'boolean', short: 'q' },
  record: { type: 'string' },
  until: { type: 'string', multiple: true },
  'until-event': { type: 'string', multiple: true },
  end: { type: 'boolean' },
  count: { type: 'string' },
  deadline: { type: 'string' },
  'connect-timeout': { type: 'string' },
  'idle-timeout': { type: 'string' },
  'max-attempts': { type: 'string' },
  'no-reconnect': { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;
type OptionName = keyof typeof options;

/** @throws UsageError for what cannot be done */
export async function parseCommandLine(args: readonly string[]): Promise<Command | 'help' | 'version'> {
  const { values, positionals } = parse(args);
  const has = (name: OptionName): boolean => values[name] === true;
  const text = (name: OptionName): string | undefined => values[name] as string | undefined;
  const list = (name: OptionName): string[] => (values[name] ?? []) as string[];
  const duration = (name: OptionName): number | undefined => {
    const given = text(name);
    return given === undefined ? undefined : parseDuration(name, given);
  };
  const count = (name: OptionName): number => parseCount(name, text(name));

  if (has('help')) return 'help';
  if (has('version')) return 'version';
  if (positionals.length !== 1) throw new UsageError('Give the address of one event stream');
  refuseBoth(values, 'json', 'data-only');
  refuseBoth(values, 'verbose', 'quiet');
  refuseBoth(values, 'max-attempts', 'no-reconnect');

  const data = text('data');
  const body = data === undefined ? null : await readBody(data);
  const resume = text('resume');
  return {
    url: parseUrl(positionals[0] ?? ''),
    connection: {
      method: text('method') ?? (body === null ? 'GET' : 'POST'),
      body,
      headers: parseHeaders(list('header'), body),
      initialLastEventId: text('last-event-id'),
      store: resume === undefined ? undefined : new FileStore(resume),
      finishOn: finishOn(has('end'), list('until'), list('until-event')),
      connectTimeout: duration('connect-timeout'),
      idleTimeout: duration('idle-timeout'),
      deadline: duration('deadline'),
      reconnect: has('no-reconnect') ? false : { maxAttempts: count('max-attempts') },
    },
    format: has('json') ? asJson : has('data-only') ? asData : asEventStream,
    types: new Set(list('event')),
    count: count('count'),
    recording: text('record'),
    verbosity: has('quiet') ? 'quiet' : has('verbose') ? 'everything' : 'errors',
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function refuseBoth(values: Readonly<Record<string, unknown>>, one: OptionName, other: OptionName): void {
  if (values[one] === undefined || values[other] === undefined) return;
  throw new UsageError(`--${one} and --${other} cannot both be had`);
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`"${text}" is no address of an event stream; it begins with http:// or https://`);
}

function parseCount(option: string, text: string | undefined): number {
  if (text === undefined) return Infinity;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new UsageError(`--${option} takes a whole number, 1 or more, got "${text}"`);
}

function parseHeaders(lines: readonly string[], body: Uint8Array<ArrayBuffer> | null): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    try {
      if (colon < 1) throw new TypeError('it has no name');
      headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch (cause) {
      // The value may be a secret, which would end up in a log.
      throw new UsageError(`--header takes 'Name: value', and "${line.slice(0, Math.max(colon, 0))}" is none`, {
        cause,
      });
    }
  }
  if (body !== null && !headers.has('content-type')) {
    headers.set('content-type', isJson(body) ? 'application/json' : 'application/x-www-form-urlencoded');
  }
  return headers;
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}

async function readBody(data: string): Promise<Uint8Array<ArrayBuffer>> {
  if (data === '-' || data === '@-') return readInput();
  if (!data.startsWith('@')) return new TextEncoder().encode(data);
  const path = data.slice(1);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError(`The body cannot be read: ${cause instanceof Error ? cause.message : path}`, { cause });
  }
}

async function readInput(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of process.stdin) chunks.push(new Uint8Array(chunk));
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function finishOn(end: boolean, data: readonly string[], event: readonly string[]): FinishOn | undefined {
  return end || data.length > 0 || event.length > 0 ? { end, data, event } : undefined;
}
