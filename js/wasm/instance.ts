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
  const options: GlueOptions & Partial<Glue> = {
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance, module);
      return instance.exports;
    },
  };
  let failure: unknown;
  try {
    // Where it is a promise, it is one of what is there already, or is not: then the check below tells.
    Promise.resolve(createGlue(options)).catch(() => undefined);
  } catch (error) {
    failure = error;
  }
  if (!isGlue(options)) {
    throw new Error(
      'eventsource-wasm: the WebAssembly module cannot be instantiated; if it was given to provideWasm(), it has to be the ' +
        'event_stream_parser.wasm of the same package version',
      { cause: failure },
    );
  }
  return options;
}

function isGlue(options: GlueOptions & Partial<Glue>): options is GlueOptions & Glue {
  return typeof options.EventStreamParser === 'function' && typeof options.recordSize === 'function';
}

const encoder = new TextEncoder();
let shared: WasmInstance | undefined;

/** The instance; made when it is first needed, synchronously. */
export function wasmInstance(): WasmInstance {
  shared ??= new WasmInstance(takeModule());
  return shared;
}
