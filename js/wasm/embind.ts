/** A function of the module. All its arguments, and what it returns, are 32-bit numbers. */
type NativeFunction = (...args: number[]) => number;

type Push = (parser: number, chunk: number, length: number) => number;

interface ModuleExports {
  readonly memory: WebAssembly.Memory;
  readonly push: Push;
  readonly __indirect_function_table: WebAssembly.Table;
  _initialize(): void;
}

interface NativeClass {
  readonly prototype: object;
  construct: NativeFunction;
}

interface NativeObject {
  readonly address: number;
}

/** What the module's memory is, and what its bindings export, by name. */
export interface EmbindInstance {
  readonly memory: WebAssembly.Memory;
  /** What is called so often that it is no method of Embind: see `bindings/`. */
  readonly push: Push;
  readonly names: Readonly<Record<string, unknown>>;
}

/**
 * The JavaScript half of Embind, as far as `bindings/` speaks it: classes and functions whose arguments and results are 32-bit
 * numbers. The C++ half is Emscripten's `<emscripten/bind.h>`, which calls these imports while the module initializes.
 * Emscripten's own JavaScript half knows every type there is, and would be as large as the module.
 *
 * @throws WebAssembly.LinkError, or any other error, when the module is not one of these bindings
 */
export function instantiate(module: WebAssembly.Module): EmbindInstance {
  const names: Record<string, unknown> = {};
  const classes = new Map<number, NativeClass>();
  const functionAt = (index: number): NativeFunction => exports.__indirect_function_table.get(index) as NativeFunction;

  const nameAt = (address: number): string => {
    const bytes = new Uint8Array(exports.memory.buffer, address);
    return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
  };
  const classOf = (type: number): NativeClass => classes.get(type) as NativeClass;

  // The parameters are those of Embind; what stands between the ones that are used here is about types, inheritance and smart
  // pointers.
  const env = {
    _embind_register_class(type: number, ...rest: number[]): void {
      const [name, , destructor] = rest.slice(9) as [number, number, number];
      const made = makeClass(functionAt(destructor));
      classes.set(type, made);
      names[nameAt(name)] = made;
    },
    _embind_register_class_constructor(
      type: number,
      _argumentCount: number,
      _argumentTypes: number,
      _signature: number,
      invoker: number,
      construct: number,
    ): void {
      const invoke = functionAt(invoker);
      classOf(type).construct = (...args) => invoke(construct, ...args);
    },
    _embind_register_class_function(
      type: number,
      name: number,
      _argumentCount: number,
      _argumentTypes: number,
      _signature: number,
      invoker: number,
      method: number,
    ): void {
      const invoke = functionAt(invoker);
      Object.assign(classOf(type).prototype, {
        [nameAt(name)](this: NativeObject, argument: number): number {
          return invoke(method, this.address, argument);
        },
      });
    },
    _embind_register_function(
      name: number,
      _argumentCount: number,
      _argumentTypes: number,
      _signature: number,
      invoker: number,
      target: number,
    ): void {
      const invoke = functionAt(invoker);
      names[nameAt(name)] = (argument: number) => invoke(target, argument);
    },
  };
  const exports = new WebAssembly.Instance(module, { env }).exports as unknown as ModuleExports;
  exports._initialize();
  return { memory: exports.memory, push: exports.push, names };
}

function makeClass(destroy: NativeFunction): NativeClass {
  const made = class implements NativeObject {
    static construct: NativeFunction;
    readonly address: number;
    constructor(...args: number[]) {
      this.address = made.construct(...args);
    }
    delete(): void {
      destroy(this.address);
    }
  };
  return made;
}
