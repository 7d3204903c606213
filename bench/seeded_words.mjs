/** @typedef {() => number} Random numbers in [0, 1) */

/**
 * @template T
 * @param {readonly T[]} list
 * @param {Random} random
 * @returns {T}
 */
export const pick = (list, random) => /** @type {T} */ (list[Math.floor(random() * list.length)]);

/**
 * @param {readonly string[]} words
 * @param {number} count
 * @param {Random} random
 */
export function text(words, count, random) {
  let result = '';
  for (let i = 0; i < count; i++) result += pick(words, random);
  return result;
}

/**
 * A long text out of kilobytes that were made for it: it differs every time, and takes no longer to make than to copy.
 *
 * @param {readonly string[]} words
 * @param {number} length
 * @param {Random} random
 */
export function longText(words, length, random) {
  const kilobytes = Array.from({ length: 4 }, () => text(words, 300, random).slice(0, 1024));
  return text(kilobytes, Math.ceil(length / 1024), random).slice(0, length);
}

/** Tokens of English, escaped as JSON has them. */
export const tokens = [
  ...[
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
  ],
];

export const twoByteWords = [
  'поток',
  ' событий',
  ' сервер',
  ' ответ',
  ' и',
  ' ещё',
  ' слово',
  ' δέλτα',
  ' λόγος',
  ' ждёт',
];

export const threeByteWords = [
  ...['你好', '世界', '，', '这是', '一个', '测试', '流', '。', '今天', '天气', '很好', '我们', '开始', '吧'],
];

export const fourByteWords = ['😀', '🚀🚀', '🎉', '👍', '🌍🌎🌏', '𝄞', '🧪', '🔥'];

/** What a model answers in a language with accents, with the punctuation and the emoji that it likes. */
export const mixedWords = [
  ...[
    'the ',
    'café ',
    'is ',
    'open ',
    '— ',
    'déjà ',
    'vu, ',
    '“quoted” ',
    'naïve ',
    'tokens ',
    'of ',
    'text ',
    '👍 ',
    '… ',
    'über ',
  ],
  ...['plain ', 'words ', 'are ', 'most ', 'of ', 'it, ', 'because ', 'English ', 'has ', 'few ', 'others ', '日本 '],
];
