// MIME Sniffing standard, "parse a MIME type": parameters follow the first semicolon, and whatever they are they do not change the
// essence. RFC 9110, section 5.6.2 (token); MIME Sniffing standard, "HTTP token code point" and "HTTP whitespace".
const mimeType = /^[\t\n\r ]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+)[\t\n\r ]*(?:;|$)/;

// Fetch standard, "get, decode, and split": commas separate values, but not within a quoted string, which may lack its end.
const values = /(?:[^,"]+|"(?:[^"\\]+|\\[^]?)*"?)+/g;

/**
 * The essence (`type/subtype` in lower case) of a `Content-Type` field, or undefined.
 *
 * Fetch standard, "extract a MIME type": of several values the last one that is a MIME type counts; a value of any type is skipped
 * over.
 */
export function mimeTypeEssence(contentType: string | null): string | undefined {
  let essence: string | undefined;
  for (const value of contentType?.match(values) ?? []) {
    const candidate = mimeType.exec(value)?.[1];
    if (candidate !== undefined && candidate !== '*/*') essence = candidate.toLowerCase();
  }
  return essence;
}
