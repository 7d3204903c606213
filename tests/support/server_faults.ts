import { type Answer, end, redirect, type Step, stream } from './server_script.js';

/** Answers that no sound server gives. What is not here is a step: `destroy`, `reset`, `cut`, or no `end` at all. */

/** As many failures as it says, each with a body that tells which it is. */
export function burst(count: number, status = 503, headers: Readonly<Record<string, string>> = {}): Answer[] {
  return Array.from({ length: count }, (_, index) => refusal(status, headers, `failure ${index + 1}`));
}

export function refusal(status: number, headers: Readonly<Record<string, string>> = {}, body = 'No.'): Answer {
  return { status, headers: { 'content-type': 'text/plain', ...headers }, steps: [{ write: body }, end] };
}

/** Redirects of a stream to itself, each with another query. Repeated, they are a loop. */
export function redirects(count: number, status = 302): Answer[] {
  return Array.from({ length: count }, (_, index) => redirect(status, `?${index + 1}`));
}

/** A slow loris: a byte a chunk, and between any two of them a step, `wait` for example. */
export function byteByByte(text: string, between?: Step): Step[] {
  return [...new TextEncoder().encode(text)].flatMap((byte, index) => {
    const step: Step = { bytes: [byte] };
    return index === 0 || between === undefined ? [step] : [between, step];
  });
}

/** The head comes, and then nothing, for ever. */
export const halfOpen: Answer = stream();

/** A head in pieces, which the suite releases one by one. */
export function inPieces(pieces: number, answer: Answer): Answer {
  return { ...answer, raw: { pieces } };
}

/** A stream whose chunks are framed by hand. */
function chunked(...texts: readonly string[]): Answer {
  return { ...stream(...texts), headers: { 'transfer-encoding': 'chunked' }, raw: true };
}

function chunk(text: string, length = new TextEncoder().encode(text).length): string {
  return `${length.toString(16)}\r\n${text}\r\n`;
}

/** One good chunk, and then one whose framing is broken in the way that is named. */
export const badFraming = {
  'garbage instead of a size': (text: string) => chunked(chunk(text), 'no size\r\nabc\r\n'),
  'a size that is too small': (text: string) => chunked(chunk(text), chunk(': padding\n', 3)),
  'a negative size': (text: string) => chunked(chunk(text), '-5\r\nabc\r\n'),
  'a size beyond all numbers': (text: string) => chunked(chunk(text), `${'f'.repeat(40)}\r\nabc\r\n`),
} as const satisfies Record<string, (text: string) => Answer>;

/** A chunk that is said to be larger than what comes before the connection ends. */
export function chunkTooLarge(text: string): Answer {
  const { steps = [], ...answer } = chunked(chunk(text), chunk(': padding\n', 4096).trimEnd());
  return { ...answer, steps: [...steps, end] };
}

/** A body whose `Content-Length` is wrong by so many bytes, and after which the connection ends. */
export function wrongLength(text: string, difference: number): Answer {
  const length = new TextEncoder().encode(text).length + difference;
  return { ...stream(text, end), headers: { 'content-length': String(length), connection: 'close' }, raw: true };
}
