import { trimHttpWhitespace } from './http_whitespace.js';

// RFC 9110, section 5.5: a field value has VCHAR, obs-text, SP and HTAB.
const legalFieldValue = /^[\t\x20-\x7e\x80-\xff]+$/;

const encoder = new TextEncoder();

/**
 * The value of the `Last-Event-ID` field, or undefined when there is none to send.
 *
 * [spec] "If the EventSource object's last event ID string is not the empty string, then: Let lastEventIDValue be the EventSource
 * object's last event ID string, encoded as UTF-8." `Headers` takes bytes as a string with a character for each.
 *
 * An id with a control character is no legal field value. HTTP stacks refuse it, some of them for every attempt to come; a
 * connection without resumption is better than none.
 */
export function lastEventIdField(lastEventId: string): string | undefined {
  if (lastEventId === '') return undefined;
  let value = '';
  // RFC 9110, section 5.5: "A field value does not include leading or trailing whitespace." A server would not see it.
  for (const byte of encoder.encode(trimHttpWhitespace(lastEventId))) value += String.fromCharCode(byte);
  return legalFieldValue.test(value) ? value : undefined;
}
