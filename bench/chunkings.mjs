/**
 * A way to cut a stream into chunks.
 * @typedef {object} Chunking
 * @property {string} name
 * @property {(events: readonly Uint8Array[]) => Uint8Array[]} cut
 */

/** @type {readonly Chunking[]} */
export const chunkings = [
  { name: '64 KiB', cut: cutEvery(64 * 1024) },
  { name: 'one event', cut: (events) => events.map((event) => event.slice()) },
  { name: '150 bytes', cut: cutEvery(150) },
];

/**
 * Every chunk has memory of its own, as those that a response's body yields have.
 *
 * @param {number} size
 * @returns {Chunking['cut']}
 */
function cutEvery(size) {
  return (events) => {
    const stream = concatenate(events);
    const chunks = [];
    for (let begin = 0; begin < stream.length; begin += size) chunks.push(stream.slice(begin, begin + size));
    return chunks;
  };
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
