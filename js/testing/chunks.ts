const encoder = new TextEncoder();

/** What a stream consists of; text stands for its UTF-8. */
export type Text = string | Uint8Array;

export type Bytes = Uint8Array<ArrayBuffer>;

export function toBytes(text: Text): Bytes {
  return typeof text === 'string' ? encoder.encode(text) : new Uint8Array(text);
}

/**
 * A stream in chunks of so many bytes; the last one may have fewer.
 *
 * @throws RangeError when the size is no whole number from 1
 */
export function chunksOf(text: Text, size: number): Bytes[] {
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`${size} bytes are no chunk`);
  const bytes = toBytes(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  );
}

/** A stream byte by byte: cut within every character of several bytes, every CRLF and every field. */
export function cutEverywhere(text: Text): Bytes[] {
  return chunksOf(text, 1);
}

/**
 * A stream cut at these places, which are offsets in bytes and ascend.
 *
 * @throws RangeError for places beyond the stream, or that do not ascend
 */
export function cutAt(text: Text, ...places: readonly number[]): Bytes[] {
  const bytes = toBytes(text);
  const ends = [...places, bytes.length];
  return ends.map((end, index) => {
    const begin = ends[index - 1] ?? 0;
    if (!Number.isSafeInteger(end) || end < begin || end > bytes.length) {
      throw new RangeError(`A stream of ${bytes.length} bytes cannot be cut at ${places.join(', ')}`);
    }
    return bytes.slice(begin, end);
  });
}

/** A stream cut in two at one place after the other, between its first two bytes to begin with. */
export function* atEveryCut(text: Text): Generator<[head: Bytes, tail: Bytes]> {
  const bytes = toBytes(text);
  for (let place = 1; place < bytes.length; place++) yield [bytes.slice(0, place), bytes.slice(place)];
}
