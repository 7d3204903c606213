import { EventStreamParser, EventTooLargeError } from 'eventsource-wasm';
import { createParser } from 'eventsource-wasm/parser';
import type { StreamRecord } from './cases.js';

type Chunk = Uint8Array | string;

/** What the package's emitter makes of a stream that arrives in these chunks. */
export function interpretWithEmitter(chunks: Iterable<Chunk>, maxEventSize?: number): StreamRecord[] {
  const records: StreamRecord[] = [];
  const parser = new EventStreamParser({
    ...(maxEventSize !== undefined && { maxEventSize }),
    onEvent({ type, data, id, lastEventId }) {
      const values = { data, ...(type !== 'message' && { type }), ...(id !== undefined && { id }) };
      records.push({ kind: 'event', values: { ...values, ...(lastEventId !== '' && { lastEventId }) } });
    },
    onLastEventId: (id) => records.push({ kind: 'last_event_id', values: { id } }),
    onRetry: (time) => records.push({ kind: 'retry', values: { value: String(time) } }),
    onComment: (value) => records.push({ kind: 'comment', values: { value } }),
    onIgnoredField({ name, value, line }) {
      if (name === 'retry') records.push({ kind: 'invalid_retry', values: { value, line } });
      else records.push({ kind: 'unknown_field', values: { name, value, line } });
    },
  });
  try {
    for (const chunk of chunks) parser.push(chunk);
    parser.end();
  } catch (error) {
    if (!(error instanceof EventTooLargeError)) throw error;
    records.push({ kind: 'error', values: { code: 'event_too_large' } });
  } finally {
    parser.delete();
  }
  return records;
}

/** What `interpretWithEmitter` should find where a case has these records. */
export function asEmitterTells(records: readonly StreamRecord[]): StreamRecord[] {
  return records.map(({ kind, values }) => {
    if (kind === 'retry') return { kind, values: { value: String(Number(values['value'])) } };
    if (kind !== 'event' || values['type'] !== 'message') return { kind, values };
    // An event's type is `message` whether or not the block says so.
    return { kind, values: without('type', values) };
  });
}

/** What `createParser` makes of a stream that arrives in these chunks. */
export function interpretWithCreateParser(chunks: Iterable<Chunk>, maxBufferSize?: number): StreamRecord[] {
  const records: StreamRecord[] = [];
  const parser = createParser({
    maxBufferSize,
    onEvent({ id, event, data }) {
      const values = { data, ...(event !== undefined && { type: event }), ...(id !== undefined && { id }) };
      records.push({ kind: 'event', values });
    },
    onId: (id) => records.push({ kind: 'last_event_id', values: { id } }),
    onRetry: (time) => records.push({ kind: 'retry', values: { value: String(time) } }),
    onComment: (value) => records.push({ kind: 'comment', values: { value } }),
    onError({ type, field: name = '', value = '', line = '' }) {
      if (type === 'invalid-retry') records.push({ kind: 'invalid_retry', values: { value, line } });
      else if (type === 'unknown-field') records.push({ kind: 'unknown_field', values: { name, value, line } });
      else records.push({ kind: 'error', values: { code: 'event_too_large' } });
    },
  });
  for (const chunk of chunks) {
    if (records.at(-1)?.kind === 'error') break;
    parser.feed(chunk);
  }
  return records;
}

/** What `interpretWithCreateParser` should find where a case has these records. */
export function asCreateParserTells(records: readonly StreamRecord[]): StreamRecord[] {
  return records.flatMap(({ kind, values }) => {
    if (kind === 'retry') return { kind, values: { value: String(Number(values['value'])) } };
    if (kind !== 'event') return { kind, values };
    const { id } = values;
    const event = { kind, values: without('lastEventId', values) };
    // The callback for ids is called for every block with one, before that for events.
    return id === undefined ? event : [{ kind: 'last_event_id', values: { id } }, event];
  });
}

/** Takes `line` out of records where the record at the same place does not have one. */
export function withoutUntoldLines(
  records: readonly StreamRecord[],
  expected: readonly StreamRecord[],
): StreamRecord[] {
  return records.map((record, index) => {
    if (expected[index]?.values['line'] !== undefined) return record;
    return { kind: record.kind, values: without('line', record.values) };
  });
}

function without(key: string, values: StreamRecord['values']): StreamRecord['values'] {
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== key));
}
