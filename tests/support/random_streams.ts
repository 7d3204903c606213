import fc from 'fast-check';

/** Every byte at which a rule of the UTF-8 decoder changes its mind. */
const interestingBytes = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe6, 0xed, 0xef, 0xf0, 0xf4,
  0xf5, 0xff,
];

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r', '\r\n');
const name = fc.constantFrom(
  'data',
  'data',
  'data',
  'event',
  'id',
  'retry',
  'dat',
  'datax',
  'Data',
  '\u{FEFF}data',
  '',
);
const separator = fc.constantFrom(': ', ': ', ':', ':  ', ' : ', '');
const text = fc.oneof(
  fc.constantFrom('', '', '1', '5000', 'add', 'message', 'x', ' ', '[DONE]', ':', '\0', '\u{2028}', '\u{FEFF}'),
  fc.string({ unit: fc.constantFrom('a', 'é', '水', '🎉', ' ', ':', '\0', '0', '\u{85}', '\v'), maxLength: 40 }),
);
const illFormed = fc
  .array(fc.constantFrom(...interestingBytes), { minLength: 1, maxLength: 5 })
  .map((bytes) => Uint8Array.from(bytes));

const line = fc.tuple(
  name,
  separator,
  fc.oneof({ arbitrary: text, weight: 4 }, { arbitrary: illFormed, weight: 1 }),
  lineEnd,
);
const part = fc.oneof(
  { arbitrary: line, weight: 8 },
  { arbitrary: lineEnd.map((end) => [end]), weight: 6 },
  { arbitrary: illFormed.map((bytes) => [bytes]), weight: 1 },
  { arbitrary: fc.uint8Array({ maxLength: 8 }).map((bytes) => [bytes]), weight: 1 },
);

/** Streams that are made of what streams are made of, and of what they should not be made of. */
export const randomStream = fc
  .tuple(
    fc.constantFrom('', '', '', '\u{FEFF}', '\u{FEFF}\u{FEFF}'),
    fc.array(part, { maxLength: 30 }),
    fc.constantFrom(0, 0, 0, 1, 2),
  )
  .map(([beginning, parts, cut]) => {
    const pieces: (string | Uint8Array)[] = [beginning, ...parts.flat()];
    // Cut at its front: a part of a byte order mark, or of a name.
    return Uint8Array.from(Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array))).subarray(cut));
  });

/** Ascending places, a few or many, where a stream of up to 4 KiB may be cut. */
export const randomPlaces = fc.array(fc.nat({ max: 4096 }), { maxLength: 60 });
