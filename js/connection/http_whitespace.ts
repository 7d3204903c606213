const whitespace = '\t\n\r ';

/**
 * `text` without the "HTTP whitespace" (MIME Sniffing standard, section 3) around it. Not by a regular expression: one that looks for
 * white space at the end takes the square of the time that the white space within needs, and a server may send any amount.
 */
export function trimHttpWhitespace(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && whitespace.includes(text.charAt(begin))) begin++;
  while (begin < end && whitespace.includes(text.charAt(end - 1))) end--;
  return text.slice(begin, end);
}
