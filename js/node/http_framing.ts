/** Where the bytes of a body stand among those of its connection. */
export interface BodyFraming {
  readonly isComplete: boolean;
  /** Whether the end of the connection is that of the body. */
  readonly endsWithConnection: boolean;
  /**
   * Looks at the bytes from `begin` to `end`, and moves those of the body together, so that they begin at `begin`.
   *
   * @returns their end; none of what comes behind the body is looked at
   * @throws Error for what is not framed so
   */
  take(bytes: Uint8Array, begin: number, end: number): number;
  /** How much of what was looked at last stood behind the body. */
  readonly left: number;
}

/** RFC 9112, section 6.3: "the message body length is determined by the number of octets received prior to the server closing". */
export class UnboundedBody implements BodyFraming {
  readonly isComplete = false;
  readonly endsWithConnection = true;
  readonly left = 0;

  take(_: Uint8Array, __: number, end: number): number {
    return end;
  }
}

export class SizedBody implements BodyFraming {
  readonly endsWithConnection = false;
  left = 0;
  #missing: number;

  constructor(size: number) {
    this.#missing = size;
  }

  get isComplete(): boolean {
    return this.#missing === 0;
  }

  take(_: Uint8Array, begin: number, end: number): number {
    const taken = Math.min(this.#missing, end - begin);
    this.#missing -= taken;
    this.left = end - begin - taken;
    return begin + taken;
  }
}

const lf = 0x0a;
const cr = 0x0d;

/** What comes next. */
const at = {
  firstDigit: 0,
  digit: 1,
  extension: 2,
  endOfSize: 3,
  data: 4,
  afterData: 5,
  endOfData: 6,
  trailer: 7,
  endOfTrailer: 8,
  lastLine: 9,
  nothing: 10,
} as const;

/** Bytes that a server may spend on the size of a chunk and its extensions, or on trailers, which nobody reads. */
const patience = 16 * 1024;

/** RFC 9112, section 7.1. */
export class ChunkedBody implements BodyFraming {
  readonly endsWithConnection = false;
  left = 0;
  #state: number = at.firstDigit;
  #missing = 0;
  #wasted = 0;

  get isComplete(): boolean {
    return this.#state === at.nothing;
  }

  take(bytes: Uint8Array, begin: number, end: number): number {
    let to = begin;
    let from = begin;
    while (from < end && this.#state !== at.nothing) {
      if (this.#state !== at.data) {
        this.#step(bytes[from++] as number);
        continue;
      }
      const size = Math.min(this.#missing, end - from);
      if (to !== from) bytes.copyWithin(to, from, from + size);
      to += size;
      from += size;
      this.#missing -= size;
      if (this.#missing === 0) this.#state = at.afterData;
    }
    this.left = end - from;
    return to;
  }

  #step(byte: number): void {
    switch (this.#state) {
      case at.firstDigit:
        this.#missing = digitOf(byte);
        if (this.#missing < 0) throw new Error('a chunk of the answer has no size');
        this.#state = at.digit;
        break;
      case at.digit: {
        this.#waste();
        const digit = digitOf(byte);
        if (digit < 0) this.#afterSize(byte);
        else this.#missing = this.#missing * 16 + digit;
        if (this.#missing > Number.MAX_SAFE_INTEGER) throw new Error('a chunk of the answer is too large');
        break;
      }
      case at.extension:
        this.#waste();
        if (byte === lf) throw new Error('a chunk of the answer is not framed as one');
        if (byte === cr) this.#state = at.endOfSize;
        break;
      case at.endOfSize:
        this.#expect(lf, byte, this.#missing === 0 ? at.trailer : at.data);
        this.#wasted = 0;
        break;
      case at.afterData:
        this.#expect(cr, byte, at.endOfData);
        break;
      case at.endOfData:
        this.#expect(lf, byte, at.firstDigit);
        break;
      case at.trailer:
        this.#state = byte === cr ? at.lastLine : at.endOfTrailer;
        break;
      case at.endOfTrailer:
        this.#waste();
        if (byte === lf) this.#state = at.trailer;
        break;
      case at.lastLine:
        this.#expect(lf, byte, at.nothing);
        break;
    }
  }

  #afterSize(byte: number): void {
    if (byte === cr) this.#state = at.endOfSize;
    else if (byte === 0x3b || byte === 0x20 || byte === 0x09) this.#state = at.extension;
    else throw new Error('a chunk of the answer has no size');
  }

  #expect(expected: number, byte: number, next: number): void {
    if (byte !== expected) throw new Error('a chunk of the answer is not framed as one');
    this.#state = next;
  }

  #waste(): void {
    if (++this.#wasted > patience) throw new Error('the answer has too much between its chunks');
  }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
