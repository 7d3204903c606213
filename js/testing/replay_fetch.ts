import { type Clock, clampDelay, platformClock } from '../connection/clock.js';
import { decodeBytes, parseRecording, type RecordingLine } from './recording_format.js';
import { drop, type Answer, silence, type Step } from './script.js';
import { type ScriptedFetch, scriptedFetch } from './scripted_fetch.js';

export interface ReplayOptions {
  /** How many times as fast as it was: 1 for the pace of the recording, Infinity (the default) for at once. */
  readonly speed?: number | undefined;
  /** Whose timers set the pace; the platform's unless given. */
  readonly clock?: Pick<Clock, 'setTimeout'> | undefined;
}

/**
 * Makes a `fetch` that answers with what was recorded: the first request gets the first answer, and so on, and those that come later get
 * 204. Chunks are as they were. An answer that had not ended when the recording did stays open.
 *
 * @param recording the text of a recording, or its lines
 * @throws SyntaxError for text that is no recording
 * @throws RangeError for a speed that is not above 0
 */
export function replayFetch(
  recording: string | readonly RecordingLine[],
  { speed = Infinity, clock = platformClock }: ReplayOptions = {},
): ScriptedFetch {
  if (!(speed > 0)) throw new RangeError(`A recording cannot be replayed ${speed} times as fast`);
  const lines = typeof recording === 'string' ? parseRecording(recording) : recording;
  const wait = async (milliseconds: number): Promise<void> => {
    const delay = clampDelay(milliseconds / speed);
    if (delay === 0) return;
    await new Promise<void>((resolve) => {
      clock.setTimeout(resolve, delay);
    });
  };
  const heads = lines.flatMap((line, index) => ('status' in line ? [index] : []));
  return scriptedFetch(heads.map((head, index) => toAnswer(lines.slice(head, heads[index + 1]), wait)));
}

function toAnswer([head, ...rest]: readonly RecordingLine[], wait: (delay: number) => Promise<void>): Answer {
  if (head === undefined || !('status' in head)) throw new TypeError('An answer begins with its status');
  return {
    status: head.status,
    headers: { 'content-type': null, ...head.headers },
    body: stepsOf(head.at, rest, wait),
  };
}

async function* stepsOf(
  begin: number,
  lines: readonly RecordingLine[],
  wait: (delay: number) => Promise<void>,
): AsyncGenerator<Step> {
  let now = begin;
  for (const line of lines) {
    await wait(line.at - now);
    now = line.at;
    if ('bytes' in line) yield decodeBytes(line.bytes);
    else if ('error' in line) yield drop;
    else if ('end' in line) return;
  }
  yield silence;
}
