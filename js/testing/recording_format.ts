/**
 * A recording of the answers that a client got, as lines of JSON, so that it can be cut with a text editor:
 *
 * ```
 * {"at":0,"status":200,"headers":{"content-type":"text/event-stream"}}
 * {"at":12.5,"bytes":"ZGF0YTogMQoK"}
 * {"at":80.25,"end":true}
 * ```
 *
 * An answer begins with its status. What follows belongs to it: chunks of its body, as base64, decompressed and as they arrived; then how
 * the body ended, if it did while somebody recorded. `at` is in milliseconds since the recording began.
 */
export type RecordingLine = AnswerLine | ChunkLine | EndLine | LossLine;

export interface AnswerLine {
  readonly at: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ChunkLine {
  readonly at: number;
  readonly bytes: string;
}

/** The server ended the body. */
export interface EndLine {
  readonly at: number;
  readonly end: true;
}

/** The body broke off. */
export interface LossLine {
  readonly at: number;
  readonly error: string;
}

/** One line, with its line end. */
export function formatLine(line: RecordingLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** @throws SyntaxError that names the line, for text that is no recording */
export function parseRecording(text: string): RecordingLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = parseLine(line);
    if (parsed === undefined)
      throw new SyntaxError(`Line ${index + 1} is no line of a recording: ${line.slice(0, 80)}`);
    return parsed;
  });
}

export function encodeBytes(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function decodeBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function parseLine(line: string): RecordingLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isLine(value) ? value : undefined;
}

function isLine(value: unknown): value is RecordingLine {
  if (typeof value !== 'object' || value === null || !('at' in value) || typeof value.at !== 'number') return false;
  if ('status' in value) {
    return typeof value.status === 'number' && 'headers' in value && isFields(value.headers);
  }
  if ('bytes' in value) return typeof value.bytes === 'string' && isBase64(value.bytes);
  if ('end' in value) return value.end === true;
  return 'error' in value && typeof value.error === 'string';
}

function isFields(headers: unknown): boolean {
  return (
    typeof headers === 'object' &&
    headers !== null &&
    Object.values(headers).every((value) => typeof value === 'string')
  );
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
