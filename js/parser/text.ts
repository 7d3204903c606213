import type { WasmInstance } from '../wasm/instance.js';
import { longestShortString, type ShortStrings } from '../wasm/short_strings.js';

/** The part of Node's `Buffer` that turns bytes into a string at the least cost. Other runtimes have it too. */
interface NodeBuffer {
  latin1Slice(begin: number, end: number): string;
  ucs2Slice(begin: number, end: number): string;
  utf8Slice(begin: number, end: number): string;
}

interface NodeBufferConstructor {
  readonly prototype: unknown;
  from(buffer: ArrayBufferLike, byteOffset: number, length: number): NodeBuffer;
}

interface ProcessVersions {
  readonly v8?: string;
  readonly bun?: string;
  readonly deno?: string;
}

const { Buffer } = globalThis as { Buffer?: NodeBufferConstructor };

/** Undefined also where a page has a `Buffer` of its own. */
const NodeBuffer = Buffer !== undefined && isNodeBuffer(Buffer.prototype) ? Buffer : undefined;

function isNodeBuffer(prototype: unknown): boolean {
  const candidate = prototype as Partial<NodeBuffer> | undefined;
  return (['latin1Slice', 'ucs2Slice', 'utf8Slice'] as const).every((name) => typeof candidate?.[name] === 'function');
}

const { bun, deno, v8 }: ProcessVersions =
  (globalThis as { process?: { versions?: ProcessVersions } }).process?.versions ?? {};

const isNode = v8 !== undefined && bun === undefined && deno === undefined;

/** Deno has Node's `Buffer`, but its own decoder is faster with UTF-8. */
const slicesUtf8 = NodeBuffer !== undefined && deno === undefined;

const { userAgent = '' } = (globalThis as { navigator?: { userAgent?: string } }).navigator ?? {};

/** Bytes of which a short string is made faster than a `TextDecoder` makes one: fewer in Firefox. */
const mostShortBytes = userAgent.includes('Gecko/') ? 80 : longestShortString;

let told: WasmInstance | undefined;

/**
 * Leaves as UTF-8 what the platform makes a string of faster than we decode it and a string is made of the UTF-16. That is all of it,
 * but for what a `TextDecoder` would have to make a short string of; and nothing in Node before V8 13, which goes from byte to byte.
 */
export function leaveUtf8(wasm: WasmInstance): void {
  if (wasm === told) return;
  told = wasm;
  if (isNode && Number.parseInt(v8) < 13) return;
  wasm.leaveUtf8(slicesUtf8 || wasm.shortStrings() === undefined ? 0 : mostShortBytes + 1);
}

// A U+FEFF is text: the one that begins a stream was taken off.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const wideDecoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** What is ill-formed becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Makes strings of a stretch of memory. It is good for as long as these bytes are. */
export class TextReader {
  readonly bytes: Uint8Array;
  readonly #nodeBuffer: NodeBuffer | undefined;
  readonly #shortStrings: ShortStrings | undefined;

  constructor(wasm: WasmInstance) {
    const { bytes } = wasm;
    this.bytes = bytes;
    this.#nodeBuffer = NodeBuffer?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#shortStrings = slicesUtf8 ? undefined : wasm.shortStrings();
  }

  ascii(begin: number, end: number): string {
    if (this.#nodeBuffer !== undefined) return this.#nodeBuffer.latin1Slice(begin, end);
    if (this.#shortStrings !== undefined && end - begin <= mostShortBytes) {
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
    return wideDecoder.decode(this.bytes.subarray(begin, end));
  }
}
