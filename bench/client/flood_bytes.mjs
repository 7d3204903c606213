import { inputs, makeBlocks } from '../inputs.mjs';

const pieceSize = 64 * 1024;

/**
 * What a flood consists of, framed as chunks of HTTP beforehand: a server that had to do so while it sends would be slower than
 * the fastest clients, and these would pay for more and smaller reads.
 *
 * @param {{ input: string, events: number, eventsPerWrite: number, seed: number }} flood
 * @returns {{ pieces: Buffer[], types: readonly string[], events: number, characters: number, bytes: number }} `characters` of
 *   all data, `bytes` of the body without the framing
 */
export function prepareFlood({ input: name, events: count, eventsPerWrite, seed }) {
  const input = inputs.find((candidate) => candidate.name === name);
  if (input === undefined) throw new Error(`no input is called ${name}`);
  const { blocks, writes: events } = makeBlocks(input, { seed, events: count });

  const pieces = [];
  const characters = blocks.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  let bytes = 0;
  /** @type {Uint8Array[]} */
  let piece = [];
  let size = 0;
  for (let begin = 0; begin < count; begin += eventsPerWrite) {
    const write = Buffer.concat(events.slice(begin, begin + eventsPerWrite));
    const framed = Buffer.concat([Buffer.from(`${write.length.toString(16)}\r\n`), write, Buffer.from('\r\n')]);
    piece.push(framed);
    size += framed.length;
    bytes += write.length;
    if (size >= pieceSize || begin + eventsPerWrite >= count) {
      pieces.push(Buffer.concat(piece));
      piece = [];
      size = 0;
    }
  }
  return { pieces, types: input.types, events: count, characters, bytes };
}
