import { type Answer, end, type Step } from './server_script.js';

/** A server that loses nothing: numbered events, of which a client gets those after the one that its `Last-Event-ID` names. */
export interface Journal {
  /** How many events there are. They are numbered from 1; `journalEvent` says what they look like. */
  readonly events: number;
  /** What becomes of the first connection, of the second, and so on. Those without a plan get everything, and then `finally`. */
  readonly plan?: readonly Delivery[];
  /** What a connection ends with that was not told otherwise. `open`: it stays as it is. */
  readonly finally?: 'open' | 'end' | 'no content';
  /** How many events a client gets again that it already has: for servers that resume at least once, and not exactly. */
  readonly overlap?: number;
  /** A `retry` field in milliseconds, at the beginning of each answer. */
  readonly retry?: number;
}

/** So much of what is due, and then a fault. */
export interface Delivery {
  /** Bytes of the events that are due; all of them unless given. A number beyond them means all. */
  readonly bytes?: number;
  /** How many bytes there are in a chunk; one chunk unless given. */
  readonly chunkSize?: number;
  readonly then: Fault;
}

export type Fault =
  /** Of the body, as its framing wants it. */
  | 'end'
  | 'destroy'
  | 'reset'
  /** The connection stays, and nothing comes. */
  | 'silence'
  /** A chunk without a size. */
  | 'bad framing'
  /** No answer, but a reset; a connection that closes; or nothing, for ever. */
  | 'reset before the head'
  | 'drop before the head'
  | 'silence before the head'
  /** An answer with this status, and with `Retry-After` in seconds. */
  | { readonly status: number; readonly retryAfter?: number };

export interface JournalEvent {
  readonly id: string;
  readonly data: string;
  /** As it is sent. */
  readonly text: string;
}

const lineEnds = ['\n', '\r\n', '\r'] as const;

/** Line ends, lengths, several lines, text beyond ASCII and comments alternate with the number. */
export function journalEvent(number: number): JournalEvent {
  const id = String(number);
  const lines = [`event ${id}`];
  if (number % 4 === 0) lines.push('second line');
  if (number % 5 === 0) lines.push('naïve 🌊 text');
  if (number % 11 === 0) lines.push('x'.repeat(number * 10));
  const lineEnd = lineEnds[number % 3] ?? '\n';
  const comment = number % 6 === 0 ? [': still here'] : [];
  const fields = [...comment, `id: ${id}`, ...lines.map((line) => `data: ${line}`), '', ''];
  return { id, data: lines.join('\n'), text: fields.join(lineEnd) };
}

/** What the `index`th connection gets; `lastEventId` is its field, and '' when there is none. */
export function journalAnswer(journal: Journal, index: number, lastEventId: string): Answer {
  const seen = /^\d+$/.test(lastEventId) ? Math.min(Number(lastEventId), journal.events) : 0;
  const { bytes, chunkSize, then } = journal.plan?.[index] ?? { then: undefined };
  if (typeof then === 'object') {
    const headers = then.retryAfter === undefined ? {} : { 'retry-after': String(then.retryAfter) };
    return { status: then.status, headers, steps: [end] };
  }
  if (then === 'reset before the head') return { instead: 'reset' };
  if (then === 'drop before the head') return { instead: 'drop' };
  if (then === 'silence before the head') return { instead: 'silence' };
  if (then === undefined && journal.finally === 'no content' && seen >= journal.events) {
    return { status: 204, headers: { 'content-type': null }, steps: [end] };
  }
  const due = textAfter(Math.max(0, seen - (journal.overlap ?? 0)), journal);
  const steps = inChunks(due.subarray(0, bytes), chunkSize);
  if (then === 'bad framing') return { ...framedByHand(steps), raw: true };
  return { steps: [...steps, ...lastSteps(then ?? (journal.finally === 'open' ? 'silence' : 'end'))] };
}

function textAfter(seen: number, { events, retry }: Journal): Uint8Array {
  const texts = Array.from({ length: events - seen }, (_, index) => journalEvent(seen + index + 1).text);
  return new TextEncoder().encode([retry === undefined ? '' : `retry: ${retry}\n\n`, ...texts].join(''));
}

function inChunks(bytes: Uint8Array, size = Math.max(1, bytes.length)): Step[] {
  const steps: Step[] = [];
  for (let begin = 0; begin < bytes.length; begin += size) {
    steps.push({ bytes: [...bytes.subarray(begin, begin + size)] });
  }
  return steps;
}

function framedByHand(steps: readonly Step[]): Answer {
  const framed = steps.flatMap((step): Step[] =>
    'bytes' in step ? [{ write: `${step.bytes.length.toString(16)}\r\n` }, step, { write: '\r\n' }] : [step],
  );
  return { headers: { 'transfer-encoding': 'chunked' }, steps: [...framed, { write: 'no size\r\n' }] };
}

function lastSteps(fault: 'end' | 'destroy' | 'reset' | 'silence'): Step[] {
  switch (fault) {
    case 'end':
      return [end];
    case 'destroy':
      return [{ destroy: true }];
    case 'reset':
      return [{ reset: true }];
    case 'silence':
      return [];
  }
}
