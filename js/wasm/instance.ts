import createGlue, { type Glue, type GlueOptions, type NativeParser } from './glue.mjs';
import { checkLayout } from './batch_layout.js';
import { takeModule } from './module_source.js';

/** The one instance that all parsers of this copy of the package share. */
export class WasmInstance {
  readonly #glue: Glue;
  readonly #inputAddress: number;

  /** All of the module's memory, as it was at the last call of `refresh`. */
  bytes: Uint8Array = new Uint8Array();
  words: Int32Array = new Int32Array();
  /** The word at which the header of the batch begins that the last call left. */
  readonly batchWord: number;

  /** Bytes that one `push` can take. */
  readonly inputCapacity: number;

  constructor(module: WebAssembly.Module) {
    this.#glue = instantiate(module);
    checkLayout(this.#glue.recordSize());
    this.inputCapacity = this.#glue.inputCapacity();
    this.#inputAddress = this.#glue.inputAddress();
    this.batchWord = this.#glue.batchAddress() >> 2;
    this.refresh();
  }

  createParser(maxEventSize: number, reports: number): NativeParser {
    return new this.#glue.EventStreamParser(maxEventSize, reports);
  }

  /**
   * Renews the views of the memory if it has grown, which detaches the old buffer and leaves its views empty. To be called after
   * the module has run, and before its memory is read or written.
   */
  refresh(): void {
    if (this.words.length !== 0) return;
    const { buffer } = this.#glue.wasmMemory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
  }

  writeInput(chunk: Uint8Array): void {
    this.refresh();
    this.bytes.set(chunk, this.#inputAddress);
  }

  /** Writes as much of `text` as fits; what was read of it in UTF-16 code units, and written in bytes. */
  encodeInput(text: string): { read: number; written: number } {
    this.refresh();
    const input = this.bytes.subarray(this.#inputAddress, this.#inputAddress + this.inputCapacity);
    return encoder.encodeInto(text, input);
  }
}

function instantiate(module: WebAssembly.Module): Glue {
  let failure: unknown = new Error('The WebAssembly module was not instantiated');
  const options: GlueOptions = {
    instantiateWasm(imports, receive) {
      try {
        const instance = new WebAssembly.Instance(module, imports);
        failure = undefined;
        receive(instance, module);
        return instance.exports;
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  // A promise of what is there already, or of the failure that is thrown below.
  Promise.resolve(createGlue(options)).catch(() => undefined);
  if (failure !== undefined)
    throw failure instanceof Error ? failure : new Error('Not instantiated', { cause: failure });
  return options as GlueOptions & Glue;
}

const encoder = new TextEncoder();
let shared: WasmInstance | undefined;

/** The instance; made when it is first needed, synchronously. */
export function wasmInstance(): WasmInstance {
  shared ??= new WasmInstance(takeModule());
  return shared;
}
