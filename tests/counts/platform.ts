/**
 * What passes between JavaScript, WebAssembly and memory, counted by functions in the place of the platform's own. Nothing of
 * the package is known here but that it uses the platform, so this module has to be run before the package is loaded.
 */
export const counted = { crossings: 0, copies: 0, copiedBytes: 0 };

/** What instances export, in their order. */
export const instances: WebAssembly.Exports[] = [];

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const crossing = new WeakMap<AnyFunction, AnyFunction>();

function countCrossings(target: AnyFunction): AnyFunction {
  const known = crossing.get(target);
  if (known !== undefined) return known;
  const counting: AnyFunction = function (...args) {
    counted.crossings++;
    return Reflect.apply(target, this, args);
  };
  crossing.set(target, counting);
  return counting;
}

function withCountedFunctions(object: object): object {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'function' ? countCrossings(value as AnyFunction) : value,
    ]),
  );
}

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, [module, imports = {}]: [WebAssembly.Module, WebAssembly.Imports?]) {
    const countedImports = Object.fromEntries(
      Object.entries(imports).map(([name, functions]) => [name, withCountedFunctions(functions)]),
    ) as WebAssembly.Imports;
    const instance = new target(module, countedImports);
    instances.push(instance.exports);
    return Object.create(instance, { exports: { value: withCountedFunctions(instance.exports) } }) as object;
  },
});

replace(
  WebAssembly.Table.prototype,
  'get',
  (get) =>
    function (...args) {
      const value = Reflect.apply(get, this, args);
      return typeof value === 'function' ? countCrossings(value as AnyFunction) : value;
    },
);

function replace(owner: unknown, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const original: unknown = Reflect.get(owner as object, name);
  if (typeof original !== 'function') throw new TypeError(`There is no ${name}`);
  Object.defineProperty(owner as object, name, { value: make(original as AnyFunction) });
}

/** `bytesOf` is told what a call was given, and what it came to. */
function countCopies(owner: unknown, name: string, bytesOf: (args: unknown[], result: unknown) => number): void {
  replace(
    owner,
    name,
    (original) =>
      function (...args) {
        const result = Reflect.apply(original, this, args);
        counted.copies++;
        counted.copiedBytes += bytesOf(args, result);
        return result;
      },
  );
}

const size = (value: unknown): number => {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
};

const TypedArray = Object.getPrototypeOf(Uint8Array) as { prototype: object };
countCopies(TypedArray.prototype, 'set', ([source]) => size(source));
countCopies(TypedArray.prototype, 'slice', (_, result) => size(result));
countCopies(ArrayBuffer.prototype, 'slice', (_, result) => size(result));
countCopies(TextEncoder.prototype, 'encode', (_, result) => size(result));
countCopies(TextEncoder.prototype, 'encodeInto', (_, result) => (result as { written: number }).written);
countCopies(TextDecoder.prototype, 'decode', ([source]) => size(source));
countCopies(Buffer.prototype, 'latin1Slice', (_, result) => size(result));
countCopies(Buffer.prototype, 'asciiSlice', (_, result) => size(result));
countCopies(Buffer.prototype, 'utf8Slice', (_, result) => size(result));
countCopies(Buffer.prototype, 'ucs2Slice', (_, result) => 2 * size(result));
countCopies(String, 'fromCharCode', (codes) => codes.length);
