import { EventSourceError } from '../errors/event_source_error.js';
import { ResponseError } from '../errors/response_error.js';
import { createEventSource } from '../faces/create_event_source.js';
import type { SourceEvent } from '../faces/event_source_options.js';
import type { Command } from './command_line.js';
import { forTerminal } from './event_text.js';
import { exitCode, exitCodeOf } from './exit_code.js';
import { process } from './node_process.js';
import { Recorder } from './recorder.js';

/** Prints the events of a stream until there is a reason to end, and says which exit code that is. */
export async function listen(command: Command): Promise<number> {
  const { count, format, types, verbosity } = command;
  const { stdout, stderr } = process;
  let code: number | undefined;
  let printed = 0;

  const tell = (text: string): void => {
    if (verbosity !== 'quiet') stderr.write(`${forTerminal(text)}\n`);
  };
  const note = (text: string): void => {
    if (verbosity === 'everything') tell(text);
  };
  const stop = (reason: number): void => {
    code ??= reason;
    source.close();
  };
  const fail = (reason: number, error: unknown): void => {
    if (code === undefined) tell(describe(error));
    stop(reason);
  };

  const recorder =
    command.recording === undefined
      ? undefined
      : new Recorder(command.recording, (error) => {
          fail(exitCode.output, error);
        });

  // The ID of an event counts as dealt with when this is fulfilled.
  const print = async (event: SourceEvent): Promise<void> => {
    if (types.size > 0 && !types.has(event.type)) return;
    const text = format(event);
    await written(stdout.isTTY === true ? forTerminal(text) : text);
    if (++printed >= count) stop(exitCode.finished);
  };

  stdout.on('error', (error) => {
    // Whoever reads the output has seen enough.
    if (error.code === 'EPIPE') stop(exitCode.finished);
    else fail(exitCode.output, error);
  });
  stderr.on('error', () => undefined);
  process.once('SIGINT', () => {
    stop(exitCode.interrupted);
  });
  process.once('SIGTERM', () => {
    stop(exitCode.terminated);
  });

  const source = createEventSource({
    ...command.connection,
    url: command.url,
    fetch: recorder?.fetch,
    onMessage: print,
    onHandlerError: () => undefined,
    onComment: (comment) => {
      note(`: ${comment}`);
    },
    onConnect: ({ response, url }) => {
      note(`* open: ${response.status} from ${url}`);
    },
    onScheduleReconnect: ({ delay, error }) => {
      note(`* lost: ${error.message}; the next attempt is in ${Math.round(delay)} ms`);
    },
    onError: (error) => {
      if (error.code === 'ERR_SSE_STORE') fail(exitCode.output, error);
    },
    onStateChange: ({ to, url, attempt }) => {
      if (to === 'connecting') note(`* connecting to ${url}, attempt ${attempt}`);
      if (to === 'closed') note('* closed');
    },
  });
  const error = await source.closed;
  recorder?.close();
  if (error !== undefined) fail(exitCodeOf(error), error);
  return code ?? exitCode.finished;
}

function written(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof EventSourceError ? ` (${error.code})` : '';
  const body = error instanceof ResponseError && error.body !== undefined ? `\n${error.body.trimEnd()}` : '';
  return `eventsource-wasm: ${message}${code}${body}`;
}
