import { seededRandom } from './seeded_random.mjs';

/**
 * A kind of stream. `event` makes the bytes of one event, its blank line included.
 * @typedef {object} Input
 * @property {string} name
 * @property {string} about
 * @property {readonly string[]} types the event types that occur
 * @property {(random: () => number, index: number) => string} event
 */

const words = [
  'the',
  ' quick',
  ' stream',
  ' of',
  ' tokens',
  ' ends',
  ',',
  '.',
  ' answer',
  ' is',
  ' 42',
  ' and',
  '\\n\\n',
  ' so',
];
const symbols = ['ACME', 'INIT', 'GLOB', 'HOOL', 'UMBR', 'WAYN', 'STRK', 'CYBR'];
const phrases = [
  '你好',
  '世界',
  '，',
  '这是',
  '一个',
  '测试',
  '流',
  '。',
  '今天',
  '天气',
  '很好',
  '我们',
  '开始',
  '吧',
];

/**
 * @template T
 * @param {readonly T[]} list
 * @param {() => number} random
 * @returns {T}
 */
const pick = (list, random) => /** @type {T} */ (list[Math.floor(random() * list.length)]);

/** @type {readonly Input[]} */
export const inputs = [
  {
    name: 'LLM tokens',
    about: 'chat completion chunks, about 240 bytes of JSON an event',
    types: ['message'],
    event: (random, index) =>
      `data: {"id":"chatcmpl-${index.toString(36).padStart(8, 'A')}","object":"chat.completion.chunk","created":${1700000000 + index},` +
      `"model":"gpt-4o-mini","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":"${pick(words, random)}"},` +
      `"logprobs":null,"finish_reason":null}]}\n\n`,
  },
  {
    name: 'ticks',
    about: 'id, event and about 30 bytes of data an event',
    types: ['tick'],
    event: (random, index) =>
      `id: ${index}\nevent: tick\ndata: {"s":"${pick(symbols, random)}","p":${(random() * 100).toFixed(2)}}\n\n`,
  },
  {
    name: 'CJK',
    about: 'about 15 three-byte characters in 20 bytes of JSON an event',
    types: ['message'],
    event: (random, index) => {
      let text = '';
      for (let i = 0; i < 7; i++) text += pick(phrases, random);
      return `data: {"delta":"${text}","n":${index}}\n\n`;
    },
  },
];

/**
 * The events of a stream, each as its own bytes.
 *
 * @param {Input} input
 * @param {{ seed: number, events: number }} options
 * @returns {Uint8Array[]}
 */
export function makeEvents(input, { seed, events }) {
  const random = seededRandom(seed);
  const encoder = new TextEncoder();
  const firstIndex = Math.floor(random() * 1e6);
  return Array.from({ length: events }, (_, i) => encoder.encode(input.event(random, firstIndex + i)));
}
