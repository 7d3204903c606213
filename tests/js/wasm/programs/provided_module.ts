import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStreamParser, provideWasm, type WasmSource } from 'eventsource-wasm';

// In a process of its own for each source, because the module is taken once.

const bytes = new Uint8Array(await readFile(new URL(import.meta.resolve('eventsource-wasm/event_stream_parser.wasm'))));
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const sources: Record<string, (url: URL) => WasmSource> = {
  module: () => new WebAssembly.Module(bytes),
  bytes: () => bytes,
  response: () => new Response(bytes),
  'promise of a response': (url) => fetch(url),
  url: (url) => url,
  address: (url) => url.href,
  'missing file': (url) => new URL('missing', url),
  'other module': () => new WebAssembly.Module(emptyModule),
};

const server = createServer((request, response) => {
  response.writeHead(request.url === '/' ? 200 : 404);
  response.end(request.url === '/' ? bytes : undefined);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

/** The module that the package carries is never compiled when another was given. */
function watchCompilation(): () => number {
  const { Module } = WebAssembly;
  let compiled = 0;
  WebAssembly.Module = class extends Module {
    constructor(source: BufferSource) {
      super(source);
      compiled++;
    }
  };
  return () => compiled;
}

function parse(): string {
  const seen: string[] = [];
  const parser = new EventStreamParser();
  parser.on('message', ({ data }) => void seen.push(data));
  parser.push('data: it works\n\n');
  return seen.join();
}

try {
  const source = sources[process.argv[2] ?? '']?.(url);
  if (source === undefined) throw new Error('no such source');
  await provideWasm(source);
  const compiled = watchCompilation();
  process.stdout.write(`${parse()}, ${compiled()} compiled`);
  await provideWasm(new Response(bytes)).catch((error: unknown) => process.stdout.write(`, then ${String(error)}`));
} catch (error) {
  process.stdout.write(String(error));
} finally {
  server.close();
  server.closeAllConnections();
}
