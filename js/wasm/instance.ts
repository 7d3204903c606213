import createGlue, { type Glue, type NativeParser } from './glue.mjs';
import { checkLayout, header } from './batch_layout.js';
import { takeModule } from './module_source.js';

/** The one instance that all parsers of this copy of the package share. */
export class WasmInstance {
  readonly #glue: Glue;
  readonly #inputAddress: number;
  readonly #batchAddress: number;
  #buffer: ArrayBufferLike | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #words: Uint32Array = new Uint32Array();

  /** Bytes that one `push` can take. */
  readonly inputCapacity: number;

  constructor(module: WebAssembly.Module) {
    this.#glue = createGlue({
      instantiateWasm(imports, receive) {
        const instance = new WebAssembly.Instance(module, imports);
        receive(instance, module);
        return instance.exports;
      },
    });
    checkLayout(this.#glue.recordSize());
    this.inputCapacity = this.#glue.inputCapacity();
    this.#inputAddress = this.#glue.inputAddress();
    this.#batchAddress = this.#glue.batchAddress();
  }

  createParser(maxEventSize: number, reports: number): NativeParser {
    return new this.#glue.EventStreamParser(maxEventSize, reports);
  }

  /** All of the module's memory. Stale as soon as the module has run again: memory that grows gets a new buffer. */
  get bytes(): Uint8Array {
    this.#renewViews();
    return this.#bytes;
  }

  get words(): Uint32Array {
    this.#renewViews();
    return this.#words;
  }

  writeInput(chunk: Uint8Array): void {
    this.bytes.set(chunk, this.#inputAddress);
  }

  /** Writes as much of `text` as fits; what was read of it in UTF-16 code units, and written in bytes. */
  encodeInput(text: string): { read: number; written: number } {
    const input = this.bytes.subarray(this.#inputAddress, this.#inputAddress + this.inputCapacity);
    return encoder.encodeInto(text, input);
  }

  headerWord(name: keyof typeof header): number {
    return this.words[(this.#batchAddress >> 2) + header[name]] ?? 0;
  }

  #renewViews(): void {
    const { buffer } = this.#glue.wasmMemory;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
  }
}

const encoder = new TextEncoder();
let shared: WasmInstance | undefined;

/** The instance; made when it is first needed, synchronously. */
export function wasmInstance(): WasmInstance {
  shared ??= new WasmInstance(takeModule());
  return shared;
}
