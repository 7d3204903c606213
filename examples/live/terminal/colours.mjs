import { styleText } from 'node:util';

/** @typedef {Parameters<typeof styleText>[0]} Style */
/** @typedef {(style: Style, text: string) => string} Paint */

/**
 * @param {NodeJS.WriteStream} stream
 * @returns {Paint} that colours nothing where the stream is no terminal, or NO_COLOR is set
 */
export function painter(stream) {
  const colours = stream.isTTY && stream.hasColors();
  return (style, text) => (colours ? styleText(style, text) : text);
}
