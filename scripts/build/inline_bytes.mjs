/** Characters that stand for a byte: from `#` to `~`, without the backslash. */
const pageSize = 91;

/**
 * Bytes as a text that is all ASCII and has nothing in it that a string literal would have to escape, so that it passes through any
 * bundler as it is. One character stands for a byte below 91; a space before it adds 91, and an exclamation mark 182. A byte remains
 * the same characters wherever it stands, which leaves gzip as much to find as in the bytes themselves: base64 would be a third
 * larger, then too.
 *
 * `js/wasm/inline_text.ts` reads it.
 *
 * @param {Uint8Array} bytes
 */
export function inlineText(bytes) {
  return Array.from(bytes, (byte) => (['', ' ', '!'][Math.floor(byte / pageSize)] ?? '') + character(byte % pageSize)).join('');
}

/** @param {number} value */
function character(value) {
  const code = value + 35;
  return String.fromCharCode(code < 92 ? code : code + 1);
}
