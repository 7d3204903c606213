import { inlineBytes } from './inline_bytes.js';
import { bytesOf } from './inline_text.js';

/** The bytes of the module that the package carries. */
export function inlineModule(): Uint8Array<ArrayBuffer> {
  return bytesOf(inlineBytes);
}
