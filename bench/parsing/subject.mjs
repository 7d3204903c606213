/**
 * Something that reads a stream.
 * @typedef {object} Subject
 * @property {string} name
 * @property {boolean} [rereads] looks at the whole unfinished line again, or copies it, with every chunk: lines that come in many
 *   chunks would take it hours
 * @property {(chunks: readonly Uint8Array[], stream: StreamShape) => Reading | Promise<Reading>} read a promise from one that is
 *   only to be had as a stage of a stream, which is part of what it costs
 */

/**
 * @typedef {object} StreamShape
 * @property {readonly string[]} types those that are listened to
 * @property {string | undefined} listened the only type that is listened to, when others occur
 * @property {number} blocks
 */

/**
 * What a subject read. Every listener takes the length of each field and a character out of it, which no engine can know
 * without having made the string; two subjects that read the same events have the same checksum.
 *
 * Each subject has a listener of its own, written out: one that all share would see objects of several shapes, and the engine
 * would make it slower for all of them by an amount that depends on who else is measured.
 *
 * @typedef {object} Reading
 * @property {number} events
 * @property {number | undefined} checksum undefined when the subject does not parse
 */

/**
 * What a subject is expected to read.
 *
 * @param {readonly import('../inputs.mjs').Block[]} blocks
 * @param {string | undefined} listened
 * @returns {Reading}
 */
export function expectedReading(blocks, listened) {
  let events = 0;
  let checksum = 0;
  for (const { id, event, data } of blocks) {
    if (data === undefined || (listened !== undefined && event !== listened)) continue;
    events++;
    checksum = (checksum + data.length * 31 + data.charCodeAt(data.length - 1)) | 0;
    if (id !== undefined) checksum = (checksum + id.length * 17 + id.charCodeAt(0)) | 0;
    if (event !== undefined) checksum = (checksum + event.length * 13 + event.charCodeAt(0)) | 0;
  }
  return { events, checksum };
}
