import { unlistedType } from '../wasm/batch_layout.js';
import { EventTypes } from './event_types.js';

/** The types that a parser is to yield, and no others: WebAssembly leaves out an event of a type that nobody listens to. */
export class ListenedTypes extends EventTypes {
  #listened: Set<string> | undefined;
  #all = false;
  #unlistable = 0;

  listen(type: string): void {
    this.#listened ??= new Set();
    if (this.#listened.has(type)) return;
    this.#listened.add(type);
    if (this.#list(type) === undefined && ++this.#unlistable === 1) this.#renew();
  }

  ignore(type: string): void {
    if (this.#listened?.delete(type) !== true) return;
    const number = this.byNumber.indexOf(type);
    if (number !== -1) this.native.off(number);
    else if (--this.#unlistable === 0) this.#renew();
  }

  listenToAll(): void {
    this.#all = true;
    this.#renew();
  }

  /** The type's number, or undefined when it can have none. */
  #list(type: string): number | undefined {
    // A type with a lone surrogate is in no stream, and must not be mistaken for one with U+FFFD; that one may stand in a stream
    // as anything that is ill-formed.
    if (/[\p{Surrogate}\uFFFD]/u.test(type)) return undefined;
    const { read, written } = this.wasm.encodeInput(type);
    if (read !== type.length) return undefined;
    const number = this.native.on(written);
    if (number === unlistedType) return undefined;
    this.byNumber[number] = type;
    return number;
  }

  #renew(): void {
    this.native.listenToAll(Number(this.#all || this.#unlistable > 0));
    if (this.#all) return;
    this.byNumber.forEach((type, number) => {
      if (this.#listened?.has(type) !== true) this.native.off(number);
    });
  }
}
