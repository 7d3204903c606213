/** The part of Node's `Buffer` that turns bytes into a string at the least cost. Other runtimes have it too. */
interface NodeBuffer {
  latin1Slice(begin: number, end: number): string;
  ucs2Slice(begin: number, end: number): string;
  utf8Slice(begin: number, end: number): string;
}

interface NodeBufferConstructor {
  from(buffer: ArrayBufferLike, byteOffset: number, length: number): unknown;
}

interface ProcessVersions {
  readonly v8?: string;
  readonly bun?: string;
  readonly deno?: string;
}

function isNodeBuffer(value: unknown): value is NodeBuffer {
  const candidate = value as Partial<NodeBuffer> | null | undefined;
  return (['latin1Slice', 'ucs2Slice', 'utf8Slice'] as const).every((name) => typeof candidate?.[name] === 'function');
}

const { bun, deno, v8 }: ProcessVersions =
  (globalThis as { process?: { versions?: ProcessVersions } }).process?.versions ?? {};

const isNode = v8 !== undefined && bun === undefined && deno === undefined;

/** Deno has Node's `Buffer`, but its own decoder is faster with UTF-8. */
const slicesUtf8 = deno === undefined;

/**
 * Whether the platform makes a string of UTF-8 faster than we decode it and the platform makes a string of the UTF-16: V8 before
 * version 13 goes from byte to byte and takes ten times as long.
 */
export const decodesUtf8Fast = !isNode || Number.parseInt(v8) >= 13;

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

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const { Buffer } = globalThis as { Buffer?: NodeBufferConstructor };
    const nodeBuffer = Buffer?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#nodeBuffer = isNodeBuffer(nodeBuffer) ? nodeBuffer : undefined;
  }

  ascii(begin: number, end: number): string {
    if (this.#nodeBuffer !== undefined) return this.#nodeBuffer.latin1Slice(begin, end);
    return decodeUtf8(this.bytes.subarray(begin, end));
  }

  utf8(begin: number, end: number): string {
    if (slicesUtf8 && this.#nodeBuffer !== undefined) return this.#nodeBuffer.utf8Slice(begin, end);
    return decodeUtf8(this.bytes.subarray(begin, end));
  }

  utf16(begin: number, end: number): string {
    if (this.#nodeBuffer !== undefined) return this.#nodeBuffer.ucs2Slice(begin, end);
    return wideDecoder.decode(this.bytes.subarray(begin, end));
  }
}
