/**
 * Where things stand in a batch. `src/sse/event_batch.h` and `src/sse/text_groups.h` draw the layout, `bindings/` fills the header
 * in; this file is their twin, and `checkLayout` stops a package whose two halves were built from different sources.
 */

/** Words of the header at `batchAddress`. Those from `input` on stay as they are from the beginning. */
export const header = {
  recordCount: 0,
  records: 1,
  groupCount: 2,
  groups: 3,
  eventSize: 4,
  input: 5,
  inputCapacity: 6,
  recordSize: 7,
  typeText: 8,
  /** For JavaScript to set: so many bytes of text, or more, may be left as UTF-8. */
  leastUtf8: 9,
} as const;

/** Words of a record. Its places are places in the string of its group. */
export const record = {
  head: 0,
  /** Each part has a word for where it ends behind that for where it begins. */
  dataBegin: 1,
  idBegin: 3,
  typeBegin: 5,
  words: 8,
} as const;

/** The first word of a record: its kind, flags, and the number of its type. */
export const kindMask = 0xff;
export const hasIdFlag = 1 << 8;
export const hasTypeFlag = 1 << 9;
export const beginsGroupFlag = 1 << 10;
export const typeShift = 16;

/** Words of a group, a stretch of text that is made into one string. */
export const group = {
  /** An address. */
  begin: 0,
  /** In bytes of ASCII or UTF-8, or in UTF-16 code units. */
  length: 1,
  form: 2,
  /** What the places in its records are to be lessened by. */
  base: 3,
  /** Of UTF-8: so many code units mean that the places in it are right; 0 when that says nothing. */
  units: 4,
  words: 5,
} as const;

/** What the text of a group is. Places in UTF-8 are code units of the string that it makes, if it is well formed. */
export const textForm = { ascii: 0, utf16: 1, utf8: 2 } as const;

export const recordKind = {
  event: 0,
  lastEventId: 1,
  retry: 2,
  comment: 3,
  unknownField: 4,
  invalidRetry: 5,
} as const;
export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

/** The number of a type that has none. */
export const unlistedType = 0xff;

/** Reports that a parser makes on demand, as bits. */
export const report = { comments: 1, ignoredFields: 2 } as const;

/** What `push` and `endLine` return, and beside it a bit when types have got numbers because they occurred. */
export const status = { ok: 0, eventTooLarge: 1, outOfMemory: 2 } as const;
export const typesOccurredFlag = 0x100;

export function checkLayout(recordSize: number): void {
  if (recordSize !== record.words * 4) {
    throw new Error(
      `eventsource-wasm: the WebAssembly module has records of ${recordSize} bytes and the JavaScript expects ` +
        `${record.words * 4}; give it the event_stream_parser.wasm of the same package version`,
    );
  }
}
