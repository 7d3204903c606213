/** A stream cut at these ascending places. */
export function cutAt(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  return [...places, stream.length].map((end, index) => stream.subarray(places[index - 1] ?? 0, end));
}

export function byteByByte(stream: Uint8Array): Uint8Array[] {
  return Array.from(stream, (_, index) => stream.subarray(index, index + 1));
}

/** Whole, byte by byte, and cut in two at every place; each with a name for it. */
export function* chunkings(stream: Uint8Array): Generator<[name: string, chunks: Uint8Array[]]> {
  yield ['whole', [stream]];
  yield ['byte by byte', byteByByte(stream)];
  for (let place = 0; place <= stream.length; place++) yield [`cut at ${place}`, cutAt(stream, [place])];
}
