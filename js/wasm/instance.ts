import {
  checkLayout,
  inputCapacityWord,
  inputWord,
  leastUtf8Word,
  recordCountWord,
  recordSizeWord,
  typeTextWord,
} from './batch_layout.js';
import { type EmbindInstance, instantiate } from './embind.js';
import { takeModule } from './module_source.js';
import { type ShortStrings, shortStringsIn } from './short_strings.js';
import type { NativeExports, NativeParser } from './native_parser.js';

type Native = NativeExports & Omit<EmbindInstance, 'names'>;

/** Bytes of a chunk that are written into the module at once: its memory grows by as much, and never shrinks. */
const maxLargeInput = 8 * 1024 * 1024;

/** A copy of this many bytes is cheaper in a loop than by a call. */
const fewBytes = 24;

/** The one instance that all parsers of this copy of the package share. */
export class WasmInstance {
  readonly #native: Native;
  readonly #inputAddress: number;
  readonly #push: Native['push'];

  /** All of the module's memory, as it was at the last call of `refresh`. */
  bytes: Uint8Array = new Uint8Array();
  words: Int32Array = new Int32Array();
  /** The word at which the header of the batch begins that the last call left. */
  readonly batchWord: number;

  readonly #inputCapacity: number;
  #shortStrings: { readonly made: ShortStrings | undefined } | undefined;

  constructor(module: WebAssembly.Module) {
    this.#native = bind(module);
    this.#push = this.#native.push;
    this.batchWord = this.#native.batchAddress() >> 2;
    this.refresh();
    checkLayout(this.#header(recordSizeWord));
    this.#inputAddress = this.#header(inputWord);
    this.#inputCapacity = this.#header(inputCapacityWord);
  }

  createParser(maxEventSize: number, reports: number): NativeParser {
    return new this.#native.EventStreamParser(maxEventSize, reports);
  }

  /**
   * Renews the views of the memory if it has grown, which detaches the old buffer and leaves its views empty. To be called after
   * the module has run, and before its memory is read or written.
   */
  refresh(): void {
    if (this.words.length !== 0) return;
    const { buffer } = this.#native.memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
  }

  /** Whether one `push` takes so many bytes without further ado. */
  isSmall(length: number): boolean {
    return length <= this.#inputCapacity;
  }

  /** How many records the last call left. */
  recordCount(): number {
    return this.#header(recordCountWord);
  }

  /** Has a parser read a small chunk; a status. The batch is told of at `batchWord`. */
  push(parser: NativeParser, chunk: Uint8Array): number {
    this.refresh();
    return this.#pushAt(this.#inputAddress, parser, chunk);
  }

  /** The same for as much of a large chunk as there is memory for; what is left of the chunk, too. */
  pushLarge(parser: NativeParser, chunk: Uint8Array): { result: number; rest: Uint8Array } {
    let address = this.#native.largeInputFor(Math.min(chunk.length, maxLargeInput));
    const size = address === 0 ? this.#inputCapacity : maxLargeInput;
    if (address === 0) address = this.#inputAddress;
    this.refresh();
    const result = this.#pushAt(address, parser, chunk.subarray(0, size));
    return { result, rest: chunk.subarray(size) };
  }

  /** The same for so many bytes that are in the input buffer. */
  pushInput(parser: NativeParser, length: number): number {
    const result = this.#push(parser.address, this.#inputAddress, length);
    this.refresh();
    return result;
  }

  /** From now on so many bytes of text that is not ASCII, or more, may be left as UTF-8. */
  leaveUtf8(least: number): void {
    this.refresh();
    this.words[this.batchWord + leastUtf8Word] = least;
  }

  /** Makes strings of memory faster than the platform, where there is that. */
  shortStrings(): ShortStrings | undefined {
    this.#shortStrings ??= { made: shortStringsIn(this.#native.memory) };
    return this.#shortStrings.made;
  }

  /** Has the batch of the last call left once more, with all of its text decoded; a status. */
  decodeBatch(): number {
    const result = this.#native.decodeBatch();
    this.refresh();
    return result;
  }

  /** Writes as much of `text` as fits; what was read of it in UTF-16 code units, and written in bytes. */
  encodeInput(text: string): { read: number; written: number } {
    this.refresh();
    const input = this.bytes.subarray(this.#inputAddress, this.#inputAddress + this.#inputCapacity);
    return encoder.encodeInto(text, input);
  }

  /** A type that has a number, in UTF-8, or undefined when there is none. Good until the module is called again. */
  typeText(parser: NativeParser, number: number): Uint8Array | undefined {
    const size = parser.spellOut(number);
    this.refresh();
    const begin = this.#header(typeTextWord);
    return size === 0 ? undefined : this.bytes.subarray(begin, begin + size);
  }

  #pushAt(address: number, parser: NativeParser, chunk: Uint8Array): number {
    // That of a buffer that was taken away has none, and is refused.
    if (chunk.length > fewBytes || chunk.length === 0) this.bytes.set(chunk, address);
    else for (let i = 0; i < chunk.length; i++) this.bytes[address + i] = chunk[i] as number;
    const result = this.#push(parser.address, address, chunk.length);
    this.refresh();
    return result;
  }

  #header(word: number): number {
    return this.words[this.batchWord + word] as number;
  }
}

function bind(module: WebAssembly.Module): Native {
  let failure: unknown;
  try {
    const { memory, push, names } = instantiate(module);
    if (isNative(names)) return { memory, push, ...names };
  } catch (error) {
    failure = error;
  }
  throw new Error(
    'eventsource-wasm: the WebAssembly module cannot be instantiated; if it was given to provideWasm(), it has to be the ' +
      'event_stream_parser.wasm of the same package version',
    { cause: failure },
  );
}

function isNative(names: object): names is NativeExports {
  return 'EventStreamParser' in names && 'batchAddress' in names;
}

const encoder = new TextEncoder();
let shared: WasmInstance | undefined;

/** The instance; made when it is first needed, synchronously. */
export function wasmInstance(): WasmInstance {
  shared ??= new WasmInstance(takeModule());
  return shared;
}
