import { base64Bytes } from './base64_bytes.js';

/**
 * The twin of `inline_module.ts` in the bundles for Node, where nobody pays for a larger text, and everybody for a loop that is not
 * compiled yet.
 */
export function inlineModule(): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as unknown as {
    Buffer: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> };
  };
  return Buffer.from(base64Bytes, 'base64');
}
