/** Every instance that this program makes tells of its memory: import this before the first parser is made. */
let memory: WebAssembly.Memory | undefined;

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args: ConstructorParameters<typeof WebAssembly.Instance>, newTarget) {
    const instance = Reflect.construct(target, args, newTarget) as WebAssembly.Instance;
    // The module of short strings has none of its own.
    memory ??= instance.exports['memory'] as WebAssembly.Memory | undefined;
    return instance;
  },
});

/** Bytes of the memory of the package's WebAssembly module, which is there once there was a parser. */
export function moduleMemory(): number {
  if (memory === undefined) throw new Error('the module has not been instantiated');
  return memory.buffer.byteLength;
}
