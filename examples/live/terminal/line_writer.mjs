import { splitFullLine } from './text_width.mjs';

const eraseLine = '\r\x1b[2K';
const sentence = /^(.*?[.!?]["”)]?)\s+(.*)$/s;

/**
 * Writes whole lines, and one text that flows: in a terminal the flowing text keeps the last line, and all others go above it;
 * elsewhere it is written a sentence at a time.
 */
export class LineWriter {
  #stream;
  #canErase;
  #prefix = '';
  #prefixWidth = 0;
  #flowing = '';
  #isOpenLineShown = false;

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.#stream = stream;
    this.#canErase = stream.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** @param {string} text */
  line(text) {
    this.#write([text]);
  }

  /**
   * @param {string} prefix  stands before every line of the flowing text
   * @param {number} prefixWidth  without its colours
   */
  startFlow(prefix, prefixWidth) {
    this.endFlow();
    this.#prefix = prefix;
    this.#prefixWidth = prefixWidth;
  }

  /** @param {string} text */
  flow(text) {
    this.#flowing += text;
    const lines = [];
    for (let parts = this.#splitOffLine(); parts; parts = this.#splitOffLine()) {
      const [line = '', rest = ''] = parts;
      lines.push(this.#prefix + line);
      this.#flowing = rest;
    }
    this.#write(lines);
  }

  endFlow() {
    const lines = this.#flowing ? [this.#prefix + this.#flowing] : [];
    this.#flowing = '';
    this.#write(lines);
  }

  #splitOffLine() {
    if (this.#canErase) return splitFullLine(this.#flowing, Math.max(20, this.#stream.columns - 1 - this.#prefixWidth));
    return sentence.exec(this.#flowing)?.slice(1);
  }

  /**
   * One write for all of it, so that the open line does not flicker.
   * @param {string[]} lines
   */
  #write(lines) {
    const openLine = this.#canErase && this.#flowing ? this.#prefix + this.#flowing : '';
    const text = (this.#isOpenLineShown ? eraseLine : '') + lines.map((line) => `${line}\n`).join('') + openLine;
    this.#isOpenLineShown = openLine !== '';
    if (text) this.#stream.write(text);
  }
}
