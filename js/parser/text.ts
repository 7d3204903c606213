import type { WasmInstance } from '../wasm/instance.js';
import { longestShortString, type ShortStrings } from '../wasm/short_strings.js';
import { bufferOver, decodesBytewise, type NodeBuffer, slicesUtf8 } from './node_buffer.js';

/** Bytes of which a short string is made faster than a `TextDecoder` makes one: fewer in Firefox. */
function mostShortBytes(): number {
  const { userAgent = '' } = (globalThis as { navigator?: { userAgent?: string } }).navigator ?? {};
  return userAgent.includes('Gecko/') ? 80 : longestShortString;
}

let told: WasmInstance | undefined;

/**
 * Leaves as UTF-8 what the platform makes a string of faster than we decode it and a string is made of the UTF-16. That is all of it,
 * but for what a `TextDecoder` would have to make a short string of; and nothing where it goes from byte to byte.
 */
export function leaveUtf8(wasm: WasmInstance): void {
  if (wasm === told) return;
  told = wasm;
  if (decodesBytewise) return;
  wasm.leaveUtf8(slicesUtf8 || wasm.shortStrings() === undefined ? 0 : mostShortBytes() + 1);
}

// A U+FEFF is text: the one that begins a stream was taken off.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Made when it is needed: Node has another way, and its decoder of UTF-16 is not at hand. */
let wideDecoder: TextDecoder | undefined;

/** What is ill-formed becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Makes strings of a stretch of memory. It is good for as long as these bytes are. */
export class TextReader {
  readonly bytes: Uint8Array;
  readonly #nodeBuffer: NodeBuffer | undefined;
  readonly #shortStrings: ShortStrings | undefined;
  readonly #mostShortBytes: number;

  constructor(wasm: WasmInstance) {
    const { bytes } = wasm;
    this.bytes = bytes;
    this.#nodeBuffer = bufferOver?.(bytes);
    this.#shortStrings = slicesUtf8 ? undefined : wasm.shortStrings();
    this.#mostShortBytes = this.#shortStrings === undefined ? 0 : mostShortBytes();
  }

  ascii(begin: number, end: number): string {
    if (this.#nodeBuffer !== undefined) return this.#nodeBuffer.latin1Slice(begin, end);
    if (this.#shortStrings !== undefined && end - begin <= this.#mostShortBytes) {
      return this.#shortStrings.ascii(begin, end);
    }
    return decodeUtf8(this.bytes.subarray(begin, end));
  }

  utf8(begin: number, end: number): string {
    if (slicesUtf8 && this.#nodeBuffer !== undefined) return this.#nodeBuffer.utf8Slice(begin, end);
    return decodeUtf8(this.bytes.subarray(begin, end));
  }

  utf16(begin: number, end: number): string {
    if (this.#shortStrings !== undefined && end - begin <= longestShortString * 2) {
      return this.#shortStrings.utf16(begin, end);
    }
    if (this.#nodeBuffer !== undefined) return this.#nodeBuffer.ucs2Slice(begin, end);
    wideDecoder ??= new TextDecoder('utf-16le', { ignoreBOM: true });
    return wideDecoder.decode(this.bytes.subarray(begin, end));
  }
}
