import { Sink } from './sink.mjs';

const stampLength = 20;

/**
 * The time as the server puts it at the beginning of the data: nanoseconds of the clock that all processes of a machine share.
 * @returns {string}
 */
export function stamp() {
  return process.hrtime.bigint().toString().padStart(stampLength, '0');
}

/** Keeps how old each event was when it came, in microseconds. */
export class LatencySink extends Sink {
  /** @type {number[]} */
  latencies = [];

  /** @param {string} data */
  event(data) {
    const now = process.hrtime.bigint();
    this.latencies.push(microseconds(now, data));
    super.event(data);
  }

  /** @param {Uint8Array} chunk */
  chunk(chunk) {
    const now = process.hrtime.bigint();
    const [, text] = Buffer.from(chunk).toString('latin1').split('data: ');
    if (text !== undefined) this.latencies.push(microseconds(now, text));
    super.chunk(chunk);
  }
}

/**
 * @param {bigint} now
 * @param {string} data
 */
function microseconds(now, data) {
  return Number(now - BigInt(data.slice(0, stampLength))) / 1e3;
}
