/**
 * Where things stand in a batch. `src/sse/event_batch.h` draws the layout, `bindings/` fills the header in; this file is their
 * twin, and `checkLayout` stops a package whose two halves were built from different sources.
 */

/** Words of the header at `batchAddress`. */
export const header = {
  records: 0,
  recordCount: 1,
  text: 2,
  textSize: 3,
  ascii: 4,
  eventSize: 5,
} as const;

/** Words of a record. */
export const record = {
  kindAndFlags: 0,
  typeIndex: 1,
  dataEnd: 2,
  idEnd: 3,
  typeEnd: 4,
  dataUnitsEnd: 5,
  idUnitsEnd: 6,
  typeUnitsEnd: 7,
  words: 8,
} as const;

export const recordKind = {
  event: 0,
  lastEventId: 1,
  retry: 2,
  comment: 3,
  unknownField: 4,
  invalidRetry: 5,
} as const;
export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

/** The first word of a record: its kind, and flags. */
export const kindMask = 0xff;
export const hasIdFlag = 1 << 8;
export const hasTypeFlag = 1 << 16;

export const unlistedType = 0xffffffff;

/** Reports that a parser makes on demand, as bits. */
export const report = { comments: 1, ignoredFields: 2 } as const;

export const status = { ok: 0, eventTooLarge: 1, outOfMemory: 2 } as const;

export function checkLayout(recordSize: number): void {
  if (recordSize !== record.words * 4) {
    throw new Error(
      `eventsource-wasm: the WebAssembly module has records of ${recordSize} bytes and the JavaScript expects ` +
        `${record.words * 4}; give it the event_stream_parser.wasm of the same package version`,
    );
  }
}
