/**
 * A way to cut a stream into chunks. Every chunk has memory of its own, as those that a response's body yields have.
 * @typedef {object} Chunking
 * @property {string} name
 * @property {number | undefined} size in bytes, of all chunks but the last; undefined: a chunk is what the server wrote at once
 */

/** @type {readonly Chunking[]} */
export const chunkings = [
  { name: '64 KiB', size: 64 * 1024 },
  { name: '16 KiB', size: 16 * 1024 },
  { name: '1 KiB', size: 1024 },
  { name: 'one event', size: undefined },
  { name: '150 bytes', size: 150 },
  { name: '16 bytes', size: 16 },
];

/**
 * @param {readonly Uint8Array[]} writes
 * @param {number | undefined} size
 * @returns {Uint8Array[]}
 */
export function cut(writes, size) {
  if (size === undefined) return writes.map((write) => write.slice());
  const stream = concatenate(writes);
  const chunks = [];
  for (let begin = 0; begin < stream.length; begin += size) chunks.push(stream.slice(begin, begin + size));
  return chunks;
}

/** @param {readonly Uint8Array[]} parts */
function concatenate(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
