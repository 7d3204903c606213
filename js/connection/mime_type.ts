import { trimHttpWhitespace } from './http_whitespace.js';

// RFC 9110, section 5.6.2 (token); MIME Sniffing standard, "HTTP token code point".
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * The essence (`type/subtype` in lower case) of a `Content-Type` field, or undefined.
 *
 * Fetch standard, "extract a MIME type": of several values the last one that is a MIME type counts; a value of any type is skipped
 * over. MIME Sniffing standard, "parse a MIME type": parameters follow the first semicolon, and whatever they are they do not
 * change the essence.
 */
export function mimeTypeEssence(contentType: string | null): string | undefined {
  let essence: string | undefined;
  for (const value of splitValues(contentType ?? '')) {
    const candidate = parseEssence(value);
    if (candidate !== undefined && candidate !== '*/*') essence = candidate;
  }
  return essence;
}

function parseEssence(value: string): string | undefined {
  const [beforeParameters = ''] = value.split(';', 1);
  const essence = trimHttpWhitespace(beforeParameters);
  const slash = essence.indexOf('/');
  if (slash === -1) return undefined;
  if (!token.test(essence.slice(0, slash)) || !token.test(essence.slice(slash + 1))) return undefined;
  return essence.toLowerCase();
}

/** Fetch standard, "get, decode, and split": commas separate values, but not within a quoted string. */
function splitValues(field: string): string[] {
  const values: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < field.length; i++) {
    const character = field.charAt(i);
    if (character === ',' && !quoted) {
      values.push(value);
      value = '';
      continue;
    }
    if (character === '"') quoted = !quoted;
    value += character;
    if (quoted && character === '\\') value += field.charAt(++i);
  }
  values.push(value);
  return values;
}
