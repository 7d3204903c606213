import {
  hasIdFlag,
  hasTypeFlag,
  kindMask,
  record,
  recordKind,
  type RecordKind,
  unlistedType,
} from '../wasm/batch_layout.js';
import type { WasmInstance } from '../wasm/instance.js';
import type { EventTypes } from './event_types.js';
import { StreamItem } from './stream_item.js';
import { TextReader } from './text.js';

/**
 * Bytes that are turned into one string and then sliced. A slice keeps the string that it was cut from alive, so this is what a
 * listener that stores one small event may keep for it; and one call that makes a string costs as much as dozens of slices.
 */
const textGroup = 2048;

let reader: TextReader | undefined;

function textReader(bytes: Uint8Array): TextReader {
  if (reader?.bytes !== bytes) reader = new TextReader(bytes);
  return reader;
}

/**
 * Turns the batch that stands in WebAssembly memory into items, and appends them to `items`. Afterwards nothing points into
 * that memory.
 *
 * @param types the types of this parser's stream; told of those that were spelled out
 * @param lastEventId the last event ID before the batch
 * @returns the last event ID after it
 */
export function readBatch(wasm: WasmInstance, types: EventTypes, lastEventId: string, items: StreamItem[]): string {
  const count = wasm.headerWord('recordCount');
  if (count === 0) return lastEventId;

  const { words } = wasm;
  const text = textReader(wasm.bytes);
  const textAddress = wasm.headerWord('text');
  const ascii = wasm.headerWord('ascii') === 1;
  const word = (at: number): number => words[at] ?? 0;

  let at = wasm.headerWord('records') >> 2;
  const end = at + count * record.words;
  let groupBegin = 0;
  let units = 0;
  while (at < end) {
    let groupEnd = at + record.words;
    while (groupEnd < end && word(groupEnd + record.typeEnd) - groupBegin <= textGroup) {
      groupEnd += record.words;
    }
    const groupTextEnd = word(groupEnd - record.words + record.typeEnd);
    const group = ascii
      ? text.ascii(textAddress + groupBegin, textAddress + groupTextEnd)
      : text.utf8(textAddress + groupBegin, textAddress + groupTextEnd);
    const groupUnits = units;

    for (; at < groupEnd; at += record.words) {
      const head = word(at);
      const kind = (head & kindMask) as RecordKind;
      const dataEnd = word(at + record.dataUnitsEnd);
      const idEnd = word(at + record.idUnitsEnd);
      const typeEnd = word(at + record.typeUnitsEnd);
      const data = group.slice(units - groupUnits, dataEnd - groupUnits);
      let id: string | undefined;
      if ((head & hasIdFlag) !== 0) {
        id = group.slice(dataEnd - groupUnits, idEnd - groupUnits);
        lastEventId = id;
      } else if (kind === recordKind.unknownField) {
        id = group.slice(dataEnd - groupUnits, idEnd - groupUnits);
      }
      const typeIndex = word(at + record.typeIndex);
      let type = typeIndex === unlistedType ? undefined : types.byNumber[typeIndex];
      if (kind !== recordKind.event || type === undefined) {
        type = group.slice(idEnd - groupUnits, typeEnd - groupUnits);
        if (kind === recordKind.event) types.spelledOut(type);
      }
      items.push(new StreamItem(kind, type, data, id, lastEventId, (head & hasTypeFlag) !== 0));
      units = typeEnd;
    }
    groupBegin = groupTextEnd;
  }
  types.listSpelledOut();
  return lastEventId;
}
