/** Bytes from which a chunk is read by itself: to copy it costs more than to read it. */
const largeChunk = 4 * 1024;

/** Bytes of small chunks that are read together: for each by itself, the call of the parser would cost more than the copy. */
const joinedAtMost = 16 * 1024;

/** Chunks join here for whoever has done with them before anything else runs. */
const common = new Uint8Array(joinedAtMost);

/** Chunks that wait to be taken. */
export class ChunkList {
  #chunks: Uint8Array[] = [];
  #size = 0;

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The bytes of the last one are about to be overwritten. */
  keep(): void {
    const last = this.#chunks.length - 1;
    const chunk = this.#chunks[last];
    if (chunk !== undefined) this.#chunks[last] = chunk.slice();
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }

  /**
   * Takes the first chunk, or the first small ones as one; undefined when there is none. The bytes may be overwritten as soon as other
   * code runs.
   */
  take(): Uint8Array | undefined {
    const chunks = this.#chunks;
    const first = chunks[0];
    if (first === undefined) return undefined;
    let size = first.length;
    let count = 1;
    if (size < largeChunk) {
      for (; count < chunks.length; count++) {
        const { length } = chunks[count] as Uint8Array;
        if (length >= largeChunk || size + length > joinedAtMost) break;
        size += length;
      }
    }
    this.#size -= size;
    this.#chunks = count === chunks.length ? [] : chunks.slice(count);
    return count === 1 ? first : joined(chunks, count, size);
  }
}

function joined(chunks: readonly Uint8Array[], count: number, size: number): Uint8Array {
  let place = 0;
  for (let index = 0; index < count; index++) {
    const chunk = chunks[index] as Uint8Array;
    common.set(chunk, place);
    place += chunk.length;
  }
  return common.subarray(0, size);
}
