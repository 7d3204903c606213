import { InvalidOptionError } from '../errors/invalid_option_error.js';
import { inlineModule } from './inline_module.js';

/** What the package's WebAssembly can be given as. */
export type WasmSource = WebAssembly.Module | UncompiledSource;
type UncompiledSource = BufferSource | Response | PromiseLike<Response> | URL | string;

let provided: WebAssembly.Module | undefined;
let inUse = false;

/**
 * Gives the package its WebAssembly module instead of the copy that it carries inline: for platforms that refuse to compile
 * bytes at run time, and for pages that would rather stream `eventsource-wasm/event_stream_parser.wasm`.
 *
 * A `WebAssembly.Module` takes effect before the call returns; anything else once the promise is fulfilled. Call it before the
 * first parser or `EventSource` is made: after that the module is in use and the call has no effect but to reject.
 *
 * @param source a compiled module, its bytes, a `Response` (or a promise of one), or its address.
 * @throws InvalidOptionError (as a rejection) when the source is none of these, or comes too late.
 */
export async function provideWasm(source: WasmSource): Promise<void> {
  accept(source instanceof WebAssembly.Module ? source : await compile(source));
}

function accept(module: WebAssembly.Module): void {
  if (inUse) {
    throw new InvalidOptionError(
      'source',
      'the WebAssembly module is already in use; call provideWasm() before the first parser or EventSource is made',
    );
  }
  provided = module;
}

async function compile(source: UncompiledSource): Promise<WebAssembly.Module> {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = await (typeof source === 'string' || source instanceof URL ? fetch(source) : source);
  if (!(response instanceof Response)) {
    throw new InvalidOptionError('source', 'must be a WebAssembly.Module, bytes, a Response or a URL');
  }
  if (!response.ok) {
    throw new InvalidOptionError('source', `${response.url} answered ${response.status} instead of the module`);
  }
  // Not compileStreaming: it refuses a server that does not say application/wasm, and saves nothing on so small a module.
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The module to instantiate: the one that was provided, or the one that the package carries. Marks it as in use. */
export function takeModule(): WebAssembly.Module {
  provided ??= new WebAssembly.Module(inlineModule());
  inUse = true;
  return provided;
}
