/**
 * Where things stand in a batch. `src/sse/event_batch.h` and `src/sse/text_groups.h` draw the layout, `bindings/` fills the header
 * in; this file is their twin, and `checkLayout` stops a package whose two halves were built from different sources.
 *
 * Constants and no objects of them: a bundler gives a constant a name of one letter, and a property keeps its own.
 */

// Words of the header at `batchAddress`. Those from the input on stay as they are from the beginning.
export const recordCountWord = 0;
export const recordsWord = 1;
export const groupCountWord = 2;
export const groupsWord = 3;
export const eventSizeWord = 4;
export const inputWord = 5;
export const inputCapacityWord = 6;
export const recordSizeWord = 7;
export const typeTextWord = 8;
/** For JavaScript to set: so many bytes of text, or more, may be left as UTF-8. */
export const leastUtf8Word = 9;

// Words of a record. Its places are places in the string of its group; each part has a word for where it ends behind that for where it
// begins.
export const recordHead = 0;
export const recordData = 1;
export const recordId = 3;
export const recordType = 5;
export const recordWords = 8;

// The first word of a record: its kind, flags, and the number of its type.
export const kindMask = 0xff;
export const hasIdFlag = 1 << 8;
export const hasTypeFlag = 1 << 9;
export const beginsGroupFlag = 1 << 10;
export const typeShift = 16;

// Words of a group, a stretch of text that is made into one string.
/** An address. */
export const groupBegin = 0;
/** In bytes of ASCII or UTF-8, or in UTF-16 code units. */
export const groupLength = 1;
export const groupForm = 2;
/** What the places in its records are to be lessened by. */
export const groupBase = 3;
/** Of UTF-8: so many code units mean that the places in it are right; 0 when that says nothing. */
export const groupUnits = 4;
export const groupWords = 5;

// What the text of a group is; anything else is UTF-8. Places in that are code units of the string that it makes, if it is well formed.
export const asciiForm = 0;
export const utf16Form = 1;

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

// Reports that a parser makes on demand, as bits.
export const commentsReport = 1;
export const ignoredFieldsReport = 2;

// What `push` and `endLine` return (1 for an event that is too large), and beside it a bit when types have got numbers because they
// occurred.
export const okStatus = 0;
export const outOfMemoryStatus = 2;
export const typesOccurredFlag = 0x100;

export function checkLayout(recordSize: number): void {
  if (recordSize !== recordWords * 4) {
    throw new Error(
      `eventsource-wasm: the WebAssembly module has records of ${recordSize} bytes and the JavaScript expects ` +
        `${recordWords * 4}; give it the event_stream_parser.wasm of the same package version`,
    );
  }
}
