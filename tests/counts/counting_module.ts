/** The export of a counting module that tells how many instructions it has executed: an i64. */
export const executed = 'executed';

/** What of the WebAssembly binary format (section 5 of its specification) is named here. */
const section = { import: 2, global: 6, export: 7, code: 10 } as const;
const opcode = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  branchTable: 0x0e,
  return: 0x0f,
  globalGet: 0x23,
  globalSet: 0x24,
  i64Const: 0x42,
  i64Add: 0x7c,
} as const;
const i64 = 0x7e;
const mutable = 1;
const globalKind = 3;

/**
 * They shape the code, or name a value that a compiler has in a register or in the instruction that uses it: block, loop, else, end,
 * drop; local.get, local.set, local.tee; the constants.
 */
const free: ReadonlySet<number> = new Set([
  ...[opcode.nop, opcode.block, opcode.loop, opcode.else, opcode.end],
  ...[0x1a, 0x20, 0x21, 0x22, 0x41, 0x42, 0x43, 0x44],
]);
/** What follows one of these may be executed another number of times. */
const cuts: ReadonlySet<number> = new Set([
  opcode.unreachable,
  opcode.loop,
  opcode.if,
  opcode.else,
  opcode.end,
  opcode.branch,
  opcode.branchIf,
  opcode.branchTable,
  opcode.return,
]);

/**
 * A module that does what `bytes` does, and counts the instructions that it executes: each straight piece of code begins by adding
 * its instructions to a global. An instruction that copies or fills memory counts as one, however much that is.
 */
export function countingModule(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const reader = new Reader(bytes);
  const out: number[] = [...reader.bytes(8)];
  let counter = 0;
  while (!reader.atEnd) {
    const id = reader.byte();
    const body = new Reader(reader.bytes(reader.number()));
    let content = body.rest();
    if (id === section.import) requireFunctions(body);
    if (id === section.global) {
      counter = body.number();
      content = [...leb(counter + 1), ...body.rest(), i64, mutable, opcode.i64Const, 0, opcode.end];
    }
    if (id === section.export) {
      const count = body.number();
      const name = [...new TextEncoder().encode(executed)];
      content = [...leb(count + 1), ...body.rest(), name.length, ...name, globalKind, ...leb(counter)];
    }
    if (id === section.code) content = countInCode(body, counter);
    out.push(id, ...leb(content.length), ...content);
  }
  return Uint8Array.from(out);
}

/** A global that is imported has a number before ours. */
function requireFunctions(imports: Reader): void {
  for (let left = imports.number(); left > 0; left--) {
    imports.bytes(imports.number());
    imports.bytes(imports.number());
    if (imports.byte() !== 0) throw new Error('Something is imported that is no function');
    imports.number();
  }
}

function countInCode(code: Reader, counter: number): number[] {
  const count = code.number();
  const out = leb(count);
  for (let i = 0; i < count; i++) {
    const body = countInFunction(new Reader(code.bytes(code.number())), counter);
    for (const byte of [leb(body.length), body].flat()) out.push(byte);
  }
  return out;
}

function countInFunction(code: Reader, counter: number): number[] {
  for (let locals = code.number(); locals > 0; locals--) {
    code.number();
    code.byte();
  }
  const out = code.since(0);
  let begin = code.at;
  let instructions = 0;
  while (!code.atEnd) {
    const operation = code.byte();
    skipImmediates(code, operation);
    if (!free.has(operation)) instructions++;
    if (!cuts.has(operation)) continue;
    if (instructions > 0) out.push(...increment(counter, instructions));
    out.push(...code.since(begin));
    begin = code.at;
    instructions = 0;
  }
  return out;
}

function increment(counter: number, by: number): number[] {
  const global = leb(counter);
  return [opcode.globalGet, ...global, opcode.i64Const, ...signedLeb(by), opcode.i64Add, opcode.globalSet, ...global];
}

function skipImmediates(code: Reader, operation: number): void {
  if (operation === opcode.branchTable || operation === 0x1c) {
    const labels = code.number();
    code.numbers(operation === opcode.branchTable ? labels + 1 : labels);
  } else if (operation === 0x11 || (operation >= 0x28 && operation <= 0x3e)) {
    code.numbers(2); // call_indirect; loads and stores
  } else if (operation === 0x43 || operation === 0x44) {
    code.bytes(operation === 0x43 ? 4 : 8); // f32.const, f64.const
  } else if (operation === 0xfc) {
    skipMemoryImmediates(code, code.number());
  } else if (operation === 0xfd) {
    skipVectorImmediates(code, code.number());
  } else if (hasOneNumber(operation)) {
    code.number();
  } else if (!hasNone(operation)) {
    throw new Error(`Unknown instruction 0x${operation.toString(16)}`);
  }
}

function hasOneNumber(operation: number): boolean {
  // block, loop, if; br, br_if; call; variables and tables; memory.size, memory.grow, i32.const, i64.const; ref.null, ref.func
  const ranges = [0x02, 0x04, 0x0c, 0x0d, 0x10, 0x10, 0x20, 0x26, 0x3f, 0x42, 0xd0, 0xd0, 0xd2, 0xd2];
  return isInRanges(operation, ranges);
}

function hasNone(operation: number): boolean {
  // unreachable, nop; else; end; return; drop, select; numbers; ref.is_null
  const ranges = [0x00, 0x01, 0x05, 0x05, 0x0b, 0x0b, 0x0f, 0x0f, 0x1a, 0x1b, 0x45, 0xc4, 0xd1, 0xd1];
  return isInRanges(operation, ranges);
}

function isInRanges(value: number, ranges: readonly number[]): boolean {
  return ranges.some((first, i) => i % 2 === 0 && value >= first && value <= (ranges[i + 1] as number));
}

/** Saturating conversions; then bulk memory and tables. */
function skipMemoryImmediates(code: Reader, operation: number): void {
  if (operation <= 7) return;
  code.numbers([8, 10, 12, 14].includes(operation) ? 2 : 1);
}

function skipVectorImmediates(code: Reader, operation: number): void {
  const isLaneMemory = operation >= 84 && operation <= 91;
  if (operation <= 11 || isLaneMemory || operation === 92 || operation === 93) code.numbers(2);
  if (operation === 12 || operation === 13) code.bytes(16);
  if (isLaneMemory || (operation >= 21 && operation <= 34)) code.byte();
}

class Reader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('The module ends in the middle of something');
    return byte;
  }

  bytes(count: number): Uint8Array {
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }

  since(begin: number): number[] {
    return [...this.#bytes.subarray(begin, this.at)];
  }

  rest(): number[] {
    return [...this.#bytes.subarray(this.at)];
  }

  /** An unsigned LEB128. Of a signed one, or a longer one, the length alone is right. */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  numbers(count: number): void {
    for (let i = 0; i < count; i++) this.number();
  }
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(Math.floor(value / 128))];
}

/** Of a number that is not negative: the bit below the end is its sign. */
function signedLeb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(Math.floor(value / 128))];
}
