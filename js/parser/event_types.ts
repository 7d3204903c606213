import { unlistedType } from '../wasm/batch_layout.js';
import type { WasmInstance } from '../wasm/instance.js';
import type { NativeParser } from '../wasm/native_parser.js';
import { decodeUtf8 } from './text.js';

/**
 * The event types that one parser is to yield, kept equal on both sides of the border: WebAssembly leaves out an event of a type
 * that nobody listens to, and names a listed type by its number. When all types are wanted, those that occur are listed too.
 */
export class EventTypes {
  /** Types by their numbers. */
  readonly byNumber: string[] = ['message'];
  readonly #wasm: WasmInstance;
  readonly #native: NativeParser;
  #listened: Set<string> | undefined;
  #all = false;
  #unlistable = 0;

  constructor(wasm: WasmInstance, native: NativeParser) {
    this.#wasm = wasm;
    this.#native = native;
  }

  listen(type: string): void {
    this.#listened ??= new Set();
    if (this.#listened.has(type)) return;
    this.#listened.add(type);
    if (this.#list(type) === undefined && ++this.#unlistable === 1) this.#renew();
  }

  ignore(type: string): void {
    if (this.#listened?.delete(type) !== true) return;
    const number = this.byNumber.indexOf(type);
    if (number !== -1) this.#native.off(number);
    else if (--this.#unlistable === 0) this.#renew();
  }

  listenToAll(all: boolean): void {
    this.#all = all;
    this.#renew();
  }

  /** Learns the types that have got numbers because they occurred. */
  learn(): void {
    let text;
    while ((text = this.#wasm.typeText(this.#native, this.byNumber.length)) !== undefined) {
      this.byNumber.push(decodeUtf8(text));
    }
  }

  /** The type's number, or undefined when it can have none. */
  #list(type: string): number | undefined {
    // A type with a lone surrogate is in no stream, and must not be mistaken for one with U+FFFD; that one may stand in a stream
    // as anything that is ill-formed.
    if (/[\p{Surrogate}\uFFFD]/u.test(type)) return undefined;
    const { read, written } = this.#wasm.encodeInput(type);
    if (read !== type.length) return undefined;
    const number = this.#native.on(written);
    if (number === unlistedType) return undefined;
    this.byNumber[number] = type;
    return number;
  }

  #renew(): void {
    this.#native.listenToAll(Number(this.#all || this.#unlistable > 0));
    if (this.#all) return;
    this.byNumber.forEach((type, number) => {
      if (this.#listened?.has(type) !== true) this.#native.off(number);
    });
  }
}
