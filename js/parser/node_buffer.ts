/** The part of Node's `Buffer` that turns bytes into a string at the least cost. Other runtimes have it too. */
export interface NodeBuffer {
  latin1Slice(begin: number, end: number): string;
  ucs2Slice(begin: number, end: number): string;
  utf8Slice(begin: number, end: number): string;
}

interface NodeBufferConstructor {
  readonly prototype: unknown;
  from(buffer: ArrayBufferLike, byteOffset: number, length: number): NodeBuffer;
}

interface Platform {
  readonly Buffer?: NodeBufferConstructor;
  readonly process?: { readonly versions?: { readonly v8?: string; readonly bun?: string; readonly deno?: string } };
}

const { Buffer, process } = globalThis as Platform;
const { bun, deno, v8 } = process?.versions ?? {};

/** Undefined also where a page has a `Buffer` of its own. In bundles for browsers `browser_buffer.ts` stands in this file's place. */
export const bufferOver: ((bytes: Uint8Array) => NodeBuffer) | undefined =
  Buffer !== undefined && isNodeBuffer(Buffer.prototype)
    ? ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)
    : undefined;

function isNodeBuffer(prototype: unknown): boolean {
  const candidate = prototype as Partial<NodeBuffer> | undefined;
  return (['latin1Slice', 'ucs2Slice', 'utf8Slice'] as const).every((name) => typeof candidate?.[name] === 'function');
}

/** Deno has Node's `Buffer`, but its own decoder is faster with UTF-8. */
export const slicesUtf8 = bufferOver !== undefined && deno === undefined;

/** Node before V8 13 goes from byte to byte. */
export const decodesBytewise = v8 !== undefined && bun === undefined && deno === undefined && Number.parseInt(v8) < 13;
