/**
 * The module that Emscripten makes of `bindings/`. Its numbers are addresses and sizes in WebAssembly memory; only `js/wasm` and
 * `js/parser` know them.
 */
export interface NativeParser {
  /** Listens to the type whose `length` UTF-8 bytes stand in the input buffer; its number, or `unlistedType`. */
  on(length: number): number;
  off(typeIndex: number): void;
  listenToAll(all: number): void;
  report(reports: number): void;
  /** Reads `length` bytes of the input buffer; a status. The batch is told of at `batchAddress`. */
  push(length: number): number;
  endLine(): number;
  end(): void;
  reset(): void;
  delete(): void;
}

export interface Glue {
  readonly EventStreamParser: new (maxEventSize: number, reports: number) => NativeParser;
  readonly wasmMemory: WebAssembly.Memory;
  inputAddress(): number;
  inputCapacity(): number;
  batchAddress(): number;
  recordSize(): number;
}

export interface GlueOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
}

/**
 * Makes `options` a Glue, before it returns: it is given a module that is already compiled. What it returns depends on the version of
 * Emscripten.
 */
export default function createGlue(options: GlueOptions): unknown;
