/** The fields of one block of an event stream. */
export interface EventFields {
  /** The event type; `message` for the receiver if it is not given or empty. */
  readonly type?: string | undefined;
  /** Text of any number of lines; what is no string is sent as JSON. Without data a block makes no event. */
  readonly data?: unknown;
  /** The last event ID from here on; the empty string forgets it. */
  readonly id?: string | undefined;
  /** The reconnection time, in whole milliseconds. */
  readonly retry?: number | undefined;
}

/**
 * The text of one event, as a server sends it. Line ends in the data, of whichever kind, reach the receiver as LF, for the format has no
 * way to say which they were.
 *
 * @throws TypeError for what no event stream can say: a line end in `type` or `id`, NUL in `id`, a `retry` that is no whole number,
 *   data that JSON does not know
 */
export function event({ type = '', data, id, retry }: EventFields): string {
  const lines: string[] = [];
  if (type !== '') lines.push(`event: ${oneLine('type', type)}`);
  if (id !== undefined) {
    // [spec] "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value. Otherwise,
    // ignore the field."
    if (id.includes('\0')) throw new TypeError('The id of an event cannot contain NUL: receivers would ignore it');
    lines.push(`id: ${oneLine('id', id)}`);
  }
  if (retry !== undefined) {
    if (!Number.isSafeInteger(retry) || retry < 0) {
      throw new TypeError(`The retry of an event is a whole number of milliseconds, and not ${retry}`);
    }
    lines.push(`retry: ${retry}`);
  }
  // Always with the space: a receiver takes one away, and the data may begin with one of their own.
  if (data !== undefined) lines.push(...linesOf(textOf(data)).map((line) => `data: ${line}`));
  return `${lines.join('\n')}\n\n`;
}

/** The text of a comment, a line of its own for each of its lines; `comment()` is the shortest sign of life. */
export function comment(text = ''): string {
  return linesOf(text)
    .map((line) => `:${line === '' ? '' : ` ${line}`}\n`)
    .join('');
}

function textOf(data: unknown): string {
  if (typeof data === 'string') return data;
  const json = JSON.stringify(data) as string | undefined;
  if (json === undefined) throw new TypeError(`Data of type ${typeof data} cannot be sent`);
  return json;
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

function oneLine(name: string, value: string): string {
  if (/[\r\n]/.test(value)) throw new TypeError(`The ${name} of an event cannot contain a line end`);
  return value;
}
