import type { StreamRecord } from './cases.js';

/**
 * Interprets a whole event stream in the order of the standard's sentences: decode, split into lines, process line by line. Slow,
 * and nothing like the code that it judges.
 *
 * HTML standard, sections 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream".
 */
export function interpretByTheStandard(stream: Uint8Array): StreamRecord[] {
  // "Streams must be decoded using the UTF-8 decode algorithm", which "strips one leading UTF-8 Byte Order Mark (BOM), if any".
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(stream).replace(/^\u{FEFF}/u, '');

  // end-of-line = ( cr lf / cr / lf ). What stands behind the last one is a line that did not end: "Once the end of the file is
  // reached, any pending data must be discarded."
  const lines = text.split(/\r\n|\r|\n/).slice(0, -1);

  const interpretation = new Interpretation();
  for (const line of lines) interpretation.processLine(line);
  return interpretation.records;
}

class Interpretation {
  readonly records: StreamRecord[] = [];

  // "a data buffer, an event type buffer, and a last event ID buffer must be associated with it. They must be initialized to the
  // empty string."
  #data = '';
  #eventType = '';
  #lastEventId = '';
  /** The `id` field of the block being read. */
  #id: string | undefined;

  processLine(line: string): void {
    // "If the line is empty (a blank line): Dispatch the event, as defined below."
    if (line === '') {
      this.#dispatch();
      return;
    }

    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');

    // "If the line starts with a U+003A COLON character (:): Ignore the line."
    if (colon === 0) this.#report('comment', { value });
    else this.#processField(field, value, line);
  }

  #processField(field: string, value: string, line: string): void {
    switch (field) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'id':
        if (value.includes('\0')) break;
        this.#lastEventId = value;
        this.#id = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.#report('retry', { value });
        else this.#report('invalid_retry', { value, line });
        break;
      default:
        this.#report('unknown_field', { name: field, value, line });
    }
  }

  #dispatch(): void {
    const id = this.#id;
    const lastEventId = this.#lastEventId;
    const type = this.#eventType;
    if (this.#data !== '') {
      this.#report('event', {
        data: this.#data.replace(/\n$/, ''),
        ...(type !== '' && { type }),
        ...(id !== undefined && { id }),
        ...(lastEventId !== '' && { lastEventId }),
      });
    } else if (id !== undefined) {
      this.#report('last_event_id', { id });
    }
    this.#data = '';
    this.#eventType = '';
    this.#id = undefined;
  }

  #report(kind: string, values: Record<string, string>): void {
    this.records.push({ kind, values });
  }
}
