import { seededRandom } from './seeded_random.mjs';
import {
  fourByteWords,
  longText,
  mixedWords,
  pick,
  text,
  threeByteWords,
  tokens,
  twoByteWords,
} from './seeded_words.mjs';

/**
 * What a server writes at once: an event, or a comment.
 * @typedef {object} Block
 * @property {string} [id]
 * @property {string} [event]
 * @property {string} [data] lines separated by LF; a block without is no event
 * @property {string} [comment]
 */

/**
 * A kind of stream.
 * @typedef {object} Input
 * @property {string} name
 * @property {string} about
 * @property {readonly string[]} types the event types that occur
 * @property {string} [listened] the only type that somebody listens to
 * @property {'\n' | '\r\n'} [lineEnd] LF by default
 * @property {(random: () => number, index: number) => Block} block
 */

const symbols = ['ACME', 'INIT', 'GLOB', 'HOOL', 'UMBR', 'WAYN', 'STRK', 'CYBR'];
const twentyTypes = Array.from({ length: 20 }, (_, i) => `type-${i}`);

/**
 * A stream whose text is of one alphabet, in 20 bytes of JSON an event.
 *
 * @param {string} name
 * @param {string} about
 * @param {readonly string[]} words
 * @param {number} count of them in an event
 * @returns {Input}
 */
const textInput = (name, about, words, count) => ({
  name,
  about,
  types: ['message'],
  block: (random, index) => ({ data: `{"delta":"${text(words, count, random)}","n":${index}}` }),
});

/**
 * @param {string} name
 * @param {number} length of the data
 * @returns {Input}
 */
const longInput = (name, length) => ({
  name,
  about: 'one line of ASCII data an event',
  types: ['message'],
  block: (random) => ({ data: longText(tokens, length, random) }),
});

/** @type {readonly Input[]} */
export const inputs = [
  {
    name: 'OpenAI chat',
    about: 'chat completion chunks, about 240 bytes of JSON an event',
    types: ['message'],
    block: (random, index) => ({
      data:
        `{"id":"chatcmpl-${index.toString(36).padStart(8, 'A')}","object":"chat.completion.chunk","created":${1700000000 + index},` +
        `"model":"gpt-4o-mini","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":"${pick(tokens, random)}"},` +
        `"logprobs":null,"finish_reason":null}]}`,
    }),
  },
  {
    name: 'OpenAI responses',
    about: 'the type in `event` and again in about 230 bytes of JSON',
    types: ['response.output_text.delta'],
    block: (random, index) => ({
      event: 'response.output_text.delta',
      data:
        `{"type":"response.output_text.delta","sequence_number":${index},"item_id":"msg_68${index.toString(16).padStart(46, '0')}",` +
        `"output_index":0,"content_index":0,"delta":"${pick(tokens, random)}","logprobs":[],"obfuscation":"${random().toString(36).slice(2, 14)}"}`,
    }),
  },
  {
    name: 'Anthropic',
    about: 'the type in `event`, about 110 bytes of JSON with spaces before the last brace; a ping now and then',
    types: ['content_block_delta', 'ping'],
    block: (random, index) =>
      index % 64 === 0
        ? { event: 'ping', data: '{"type": "ping"}' }
        : {
            event: 'content_block_delta',
            data:
              `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${pick(tokens, random)}"}` +
              `${' '.repeat(Math.floor(random() * 14))}}`,
          },
  },
  {
    name: 'Gemini',
    about: 'CRLF, about 450 bytes of JSON an event',
    types: ['message'],
    lineEnd: '\r\n',
    block: (random, index) => ({
      data:
        `{"candidates": [{"content": {"parts": [{"text": "${text(tokens, 30, random)}"}],"role": "model"},"index": 0}],` +
        `"usageMetadata": {"promptTokenCount": 12,"candidatesTokenCount": ${index},"totalTokenCount": ${index + 12},` +
        `"promptTokensDetails": [{"modality": "TEXT","tokenCount": 12}]},"modelVersion": "gemini-2.5-flash","responseId": "${random().toString(36).slice(2)}"}`,
    }),
  },
  {
    name: 'ticks',
    about: '`id`, `event` and about 24 bytes of data an event',
    types: ['tick'],
    block: (random, index) => ({
      id: String(index),
      event: 'tick',
      data: `{"s":"${pick(symbols, random)}","p":${(random() * 100).toFixed(2)}}`,
    }),
  },
  {
    name: 'multi-line',
    about: 'eight lines of data of about 40 bytes an event',
    types: ['message'],
    block: (random, index) => ({
      data: Array.from(
        { length: 8 },
        (_, line) => `${index}:${line} ${text(tokens, 8, random).replaceAll('\\n', ' ')}`,
      ).join('\n'),
    }),
  },
  {
    name: 'heartbeats',
    about: 'comments of 16 bytes, each counted as an event; every fiftieth is an event',
    types: ['message'],
    block: (random, index) =>
      index % 50 === 0 ? { data: `{"n":${index}}` } : { comment: ` keep-alive ${Math.floor(random() * 900) + 100}` },
  },
  textInput('2-byte', 'about 48 characters of Cyrillic and Greek', twoByteWords, 8),
  textInput('3-byte', 'about 15 characters of Chinese', threeByteWords, 7),
  textInput('4-byte', 'about 15 emoji', fourByteWords, 10),
  textInput('mixed', 'about 90 characters of English with accents, dashes, quotes and emoji', mixedWords, 16),
  {
    name: 'one of twenty',
    about: 'twenty types, one of them listened to; 60 bytes of data an event',
    types: twentyTypes,
    listened: 'type-7',
    block: (random, index) => ({
      event: pick(twentyTypes, random),
      data: `{"n":${index},"value":${random()},"text":"${pick(tokens, random)}"}`,
    }),
  },
  longInput('64-KiB events', 64 * 1024),
  longInput('4-MiB events', 4 * 1024 * 1024),
];

/**
 * The blocks of a stream, and each as its own bytes.
 *
 * @param {Input} input
 * @param {{ seed: number, events: number }} options
 * @returns {{ blocks: Block[], writes: Uint8Array[] }}
 */
export function makeBlocks(input, { seed, events }) {
  const random = seededRandom(seed);
  const encoder = new TextEncoder();
  const firstIndex = Math.floor(random() * 1e6);
  const blocks = Array.from({ length: events }, (_, i) => input.block(random, firstIndex + i));
  return { blocks, writes: blocks.map((block) => encoder.encode(frame(block, input.lineEnd ?? '\n'))) };
}

/**
 * The events of a stream, each as its own bytes.
 *
 * @param {Input} input
 * @param {{ seed: number, events: number }} options
 * @returns {Uint8Array[]}
 */
export function makeEvents(input, options) {
  return makeBlocks(input, options).writes;
}

/**
 * @param {Block} block
 * @param {string} lineEnd
 */
function frame({ id, event, data, comment }, lineEnd) {
  let lines = '';
  if (comment !== undefined) lines += `:${comment}${lineEnd}`;
  if (id !== undefined) lines += `id: ${id}${lineEnd}`;
  if (event !== undefined) lines += `event: ${event}${lineEnd}`;
  if (data !== undefined) for (const line of data.split('\n')) lines += `data: ${line}${lineEnd}`;
  return lines + lineEnd;
}
