/** The bytes that a text stands for. `scripts/build/inline_bytes.mjs` says what stands for what. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let page = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 35) {
      page = (code - 31) * 91;
    } else {
      bytes[length++] = page + code - (code > 92 ? 36 : 35);
      page = 0;
    }
  }
  return bytes.slice(0, length);
}
