import type { WasmInstance } from '../wasm/instance.js';
import type { NativeParser } from '../wasm/native_parser.js';
import { decodeUtf8 } from './text.js';

/**
 * The event types of one parser that have numbers, kept equal on both sides of the border: WebAssembly names a type by its number when it
 * has one. When all types are wanted, those that occur get one.
 */
export class EventTypes {
  /** Types by their numbers. */
  readonly byNumber: string[] = ['message'];
  protected readonly wasm: WasmInstance;
  protected readonly native: NativeParser;

  constructor(wasm: WasmInstance, native: NativeParser) {
    this.wasm = wasm;
    this.native = native;
  }

  /** Learns the types that have got numbers because they occurred. */
  learn(): void {
    let text;
    while ((text = this.wasm.typeText(this.native, this.byNumber.length)) !== undefined) {
      this.byNumber.push(decodeUtf8(text));
    }
  }
}
