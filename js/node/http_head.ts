import { type BodyFraming, ChunkedBody, SizedBody, UnboundedBody } from './http_framing.js';

/** What an answer says before its body. */
export interface Head {
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case, and values with a character for each byte, by turns. */
  readonly fields: readonly string[];
  /** Undefined when there is no body. */
  readonly framing: BodyFraming | undefined;
  /** Milliseconds for which the connection may be kept for another request; 0 when it must not. */
  readonly keptFor: number;
}

// RFC 9112, section 4. A 101 was not asked for.
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: ([^\0\r\n]*))?$/;

// RFC 9112, section 5: no whitespace before the colon, no line folding. RFC 9110, section 5.5: no CR, LF or NUL in a value.
const fieldLine = /^([!#$%&'*+\-.^_`|~\w]+):[\t ]*([^\0\r\n]*?)[\t ]*$/;

/** Idle connections are given up by both sides, and a request on one that the server has given up is lost. */
const longestKept = 4_000;
const margin = 1_000;

/**
 * RFC 9112, sections 4 to 6, as strictly as Node's own parser.
 *
 * @param text of an answer to GET or POST, without the empty line at its end; a character is a byte
 * @throws Error for what is no head of an answer, and when it is not sure where the body would end
 */
export function parseHead(text: string): Head {
  const lines = text.split('\r\n');
  const [, minor, digits, statusText = ''] = statusLine.exec(lines[0] as string) ?? [];
  if (digits === undefined) throw new Error('the answer has no status line of HTTP/1.1');
  const status = Number(digits);
  const fields: string[] = [];
  let length: string | undefined;
  let coding: string | undefined;
  let options = '';
  let hint = '';
  for (let line = 1; line < lines.length; line++) {
    const [, name, value = ''] = fieldLine.exec(lines[line] as string) ?? [];
    if (name === undefined) throw new Error('the answer has a field that is none');
    const lowerCase = name.toLowerCase();
    fields.push(lowerCase, value);
    if (lowerCase === 'content-length') length = length === undefined ? value : `${length},${value}`;
    else if (lowerCase === 'transfer-encoding') coding = coding === undefined ? value : `${coding},${value}`;
    else if (lowerCase === 'connection') options += `,${value}`;
    else if (lowerCase === 'keep-alive') hint = value;
  }
  const framing = hasBody(status) ? framingOf(coding, length) : undefined;
  const isPersistent = minor === '1' && !/(?:^|,)\s*close\s*(?:,|$)/i.test(options);
  const keptFor = isPersistent && !(framing instanceof UnboundedBody) ? timeToKeep(hint) : 0;
  return { status, statusText, fields, framing, keptFor };
}

/** RFC 9110, section 6.4.1. */
function hasBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** RFC 9112, section 6.3. */
function framingOf(coding: string | undefined, length: string | undefined): BodyFraming {
  if (coding !== undefined) {
    // "A message with both [...] might indicate an attempt to perform request smuggling or response splitting".
    if (length !== undefined) throw new Error('the answer has both a Transfer-Encoding and a Content-Length');
    if (coding.toLowerCase() !== 'chunked') throw new Error(`the answer has the transfer coding "${coding}"`);
    return new ChunkedBody();
  }
  if (length === undefined) return new UnboundedBody();
  const size = Number(length);
  if (!/^\d+$/.test(length) || !Number.isSafeInteger(size)) throw new Error('the answer has a bad Content-Length');
  return new SizedBody(size);
}

function timeToKeep(hint: string): number {
  const seconds = /(?:^|,)\s*timeout=(\d+)/i.exec(hint)?.[1];
  return seconds === undefined ? longestKept : Math.max(0, Math.min(longestKept, Number(seconds) * 1000 - margin));
}
