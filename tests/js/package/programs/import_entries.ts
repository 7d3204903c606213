// Imports every entry of the package, and prints what that touched of what Node loads for whoever names it, and what was compiled.

const touched: string[] = [];

/** For whoever names any of these Node loads undici, which takes longer than all else that an import does, its web streams, or a module. */
const lazy = [
  'fetch',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'MessageEvent',
  'WebSocket',
  'EventSource',
  'CloseEvent',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextDecoderStream',
  'CompressionStream',
  'navigator',
];
for (const name of lazy) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      touched.push(name);
      return undefined;
    },
  });
}
// By these the package compiles. Node 22 loads undici for whoever redefines the above, and that compiles by the functions.
for (const name of ['Module', 'Instance'] as const) {
  Object.defineProperty(WebAssembly, name, {
    get() {
      touched.push(`WebAssembly.${name}`);
      return undefined;
    },
  });
}

const entries = process.argv.slice(2);
for (const entry of entries) await import(entry);
process.stdout.write(JSON.stringify(touched));

export {};
