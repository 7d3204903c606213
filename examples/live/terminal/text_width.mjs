const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/**
 * How many columns the text takes in a terminal, near enough: East Asian characters and emoji take two.
 * @param {string} text
 */
export function textWidth(text) {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

/**
 * Splits the text where a line of `columns` is full: at the last space, or anywhere when there is none.
 * @param {string} text
 * @param {number} columns
 * @returns {[line: string, rest: string] | undefined} nothing when all of it fits
 */
export function splitFullLine(text, columns) {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += textWidth(character);
    if (width > columns) break;
    end += character.length;
  }
  if (end === text.length) return undefined;
  const space = text.lastIndexOf(' ', end);
  // At least one character goes, or the caller would never be done.
  return space > 0 ? [text.slice(0, space), text.slice(space + 1)] : [text.slice(0, end || 1), text.slice(end || 1)];
}
