import { bytesOf } from './inline_text.js';
import { shortStringsBytes } from './short_strings_bytes.js';

/** Makes strings of what stands in memory, of no more than `longestShortString` characters. */
export interface ShortStrings {
  /** Of the bytes from `begin` to `end`, each a character. */
  ascii(begin: number, end: number): string;
  /** Of the UTF-16 code units from the address `begin` to the address `end`. */
  utf16(begin: number, end: number): string;
}

/** In UTF-16 code units: what `bindings/short_strings.wat` has room for. Of longer strings a browser's `TextDecoder` is faster. */
export const longestShortString = 160;

/** Undefined where the engine has no "JS String Builtins" (browsers have had them since 2024), or compiles nothing at run time. */
export function shortStringsIn(memory: WebAssembly.Memory): ShortStrings | undefined {
  try {
    const module: unknown = Reflect.construct(WebAssembly.Module, [
      bytesOf(shortStringsBytes),
      { builtins: ['js-string'] },
    ]);
    const { exports } = new WebAssembly.Instance(module as WebAssembly.Module, { parser: { memory } });
    return exports as unknown as ShortStrings;
  } catch {
    // There is another way, which only takes longer.
    return undefined;
  }
}
