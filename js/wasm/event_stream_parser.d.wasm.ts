/** As runtimes give it that import WebAssembly as a compiled module. */
declare const wasm: WebAssembly.Module;
export default wasm;
