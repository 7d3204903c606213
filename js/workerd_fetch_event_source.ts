// Cloudflare's runtime compiles no WebAssembly at run time, but imports what the deployment compiled.
import wasm from './wasm/event_stream_parser.wasm';
import { provideWasm } from './wasm/module_source.js';

void provideWasm(wasm);

export * from './faces/fetch_event_source.js';
