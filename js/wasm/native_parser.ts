/** What `bindings/` exports. Its numbers are addresses and sizes in WebAssembly memory; only `js/wasm` and `js/parser` know them. */
export interface NativeParser {
  readonly address: number;
  /** Listens to the type whose `length` UTF-8 bytes stand in the input buffer; its number, or `unlistedType`. */
  on(length: number): number;
  off(typeIndex: number): void;
  /** Leaves the type with a number at `typeTextWord`; its size in bytes, or 0 when there is none. */
  spellOut(typeIndex: number): number;
  listenToAll(all: number): void;
  report(reports: number): void;
  endLine(): number;
  end(): void;
  reset(): void;
  delete(): void;
}

export interface NativeExports {
  readonly EventStreamParser: new (maxEventSize: number, reports: number) => NativeParser;
  batchAddress(): number;
  /** The address at which so many bytes may be written that are more than the input buffer takes; 0 without the memory. */
  largeInputFor(length: number): number;
  /** Leaves the batch of the last call once more, with all of its text in UTF-16; a status. */
  decodeBatch(): number;
}
