import {
  beginsGroupFlag,
  group,
  hasIdFlag,
  hasTypeFlag,
  header,
  kindMask,
  record,
  recordKind,
  type RecordKind,
  typeShift,
  unlistedType,
  wideFlag,
} from '../wasm/batch_layout.js';
import type { WasmInstance } from '../wasm/instance.js';
import type { EventTypes } from './event_types.js';
import { TextReader } from './text.js';

/**
 * Takes one item of a stream: an event, or one of the reports of `recordKind`.
 *
 * | kind          | type           | data         | id             |
 * |---------------|----------------|--------------|----------------|
 * | event         | its type       | its data     | its `id` field |
 * | lastEventId   |                |              | the `id` field |
 * | retry         |                | the digits   |                |
 * | comment       |                | its text     |                |
 * | unknownField  | the whole line | its value    | its name       |
 * | invalidRetry  | the whole line | its value    |                |
 *
 * Arguments and no object: whoever takes the item knows what object, if any, is to be made of it.
 *
 * @param typed whether the block named its type, if only as `message`
 */
export type TakeItem = (
  kind: RecordKind,
  type: string,
  data: string,
  id: string | undefined,
  lastEventId: string,
  typed: boolean,
) => void;

/** A copy of this many words is cheaper in a loop than by a call. */
const fewWords = 64;
/** A batch that had more records than fit in this many words is not kept. */
const maxSpareWords = 64 * 1024;

/** A batch that is used up, to be used again. One is enough unless listeners push. */
let spare: Batch | undefined;
function keepSpare(batch: Batch): void {
  spare = batch;
}

let reader: TextReader | undefined;

function textReader(bytes: Uint8Array): TextReader {
  if (reader?.bytes !== bytes) reader = new TextReader(bytes);
  return reader;
}

/**
 * Hands over the item of a batch that has only one, an event of a type with a number: what a chunk of a stream of events most
 * often yields. It costs no copy of the record. False, and nothing done, when the last call into the module left anything else.
 */
export function deliverOnly(wasm: WasmInstance, types: EventTypes, take: TakeItem, owner: LastEventId): boolean {
  const { words, batchWord } = wasm;
  if (words[batchWord + header.recordCount] !== 1) return false;
  const at = (words[batchWord + header.records] as number) >> 2;
  const head = words[at + record.head] as number;
  const type = types.byNumber[head >>> typeShift];
  if ((head & kindMask) !== recordKind.event || type === undefined) return false;

  const dataEnd = words[at + record.dataEnd] as number;
  const idEnd = words[at + record.idEnd] as number;
  const reader = textReader(wasm.bytes);
  let text: string;
  if ((head & wideFlag) === 0) {
    const begin = words[batchWord + header.text] as number;
    text = reader.ascii(begin, begin + idEnd);
  } else {
    const begin = words[batchWord + header.wideText] as number;
    text = reader.utf16(begin, begin + idEnd * 2);
  }
  let id: string | undefined;
  let data = text;
  if ((head & hasIdFlag) !== 0) {
    id = text.slice(dataEnd);
    data = text.slice(0, dataEnd);
    owner.lastEventId = id;
  }
  take(recordKind.event, type, data, id, owner.lastEventId, (head & hasTypeFlag) !== 0);
  return true;
}

export interface LastEventId {
  lastEventId: string;
}

/**
 * What one chunk yielded, taken out of WebAssembly memory whole: nothing points there afterwards. The text is made into a few
 * strings; the parts of a record are cut from these when it is its turn.
 */
export class Batch {
  /** [spec] The last event ID string before the items that are left. */
  lastEventId = '';

  #words = new Int32Array(fewWords);
  /** The next record, and the end of the last. */
  #at = 0;
  #end = 0;
  readonly #texts: string[] = [''];
  #textCount = 0;
  #nextText = 0;
  /** The string of the next record, and where the record begins in it, unless it begins a group. */
  #text = '';
  #begin = 0;
  #types: EventTypes | undefined;

  /** Takes out what the last call into the module left, if that is anything. `types` are those of the parser that was called. */
  static take(wasm: WasmInstance, types: EventTypes): Batch | undefined {
    const count = wasm.words[wasm.batchWord + header.recordCount] as number;
    if (count === 0) return undefined;
    const batch = spare ?? new Batch();
    spare = undefined;
    batch.#fill(wasm, types, count);
    return batch;
  }

  /** Hands over the items that are left, for as long as nobody drops them. */
  deliver(take: TakeItem): void {
    const words = this.#words;
    const byNumber = this.#types?.byNumber ?? [];
    for (let at = this.#at; at < this.#end; at = this.#at) {
      const head = words[at + record.head] as number;
      const dataEnd = words[at + record.dataEnd] as number;
      const idEnd = words[at + record.idEnd] as number;
      const typeEnd = words[at + record.typeEnd] as number;
      if ((head & beginsGroupFlag) !== 0) this.#beginText();
      const text = this.#text;
      const data = text.slice(this.#begin, dataEnd);
      // The item is taken, whatever becomes of it.
      this.#begin = typeEnd;
      this.#at = at + record.words;

      const number = head >>> typeShift;
      if ((head & kindMask) === recordKind.event && number !== unlistedType) {
        let id: string | undefined;
        if ((head & hasIdFlag) !== 0) this.lastEventId = id = text.slice(dataEnd, idEnd);
        take(recordKind.event, byNumber[number] as string, data, id, this.lastEventId, (head & hasTypeFlag) !== 0);
      } else {
        this.#deliverSpelledOut(take, head, data, text.slice(dataEnd, idEnd), text.slice(idEnd, typeEnd));
      }
    }
  }

  /** The last event ID after the items that are left, or `before` when none of them has one. */
  lastEventIdAhead(before = this.lastEventId): string {
    let text = this.#text;
    let next = this.#nextText;
    let id = before;
    for (let at = this.#at; at < this.#end; at += record.words) {
      const head = this.#words[at + record.head] as number;
      if ((head & beginsGroupFlag) !== 0) text = this.#texts[next++] as string;
      if ((head & hasIdFlag) === 0) continue;
      id = text.slice(this.#words[at + record.dataEnd], this.#words[at + record.idEnd]);
    }
    return id;
  }

  /** Nobody wants the items that are left. */
  drop(): void {
    this.#at = this.#end;
  }

  /** The batch is not used any more, and will soon be another. */
  release(): void {
    for (let i = 0; i < this.#textCount; i++) this.#texts[i] = '';
    this.#text = '';
    this.#types = undefined;
    if (this.#words.length <= maxSpareWords) keepSpare(this);
  }

  #fill(wasm: WasmInstance, types: EventTypes, count: number): void {
    const { words, batchWord } = wasm;
    this.#types = types;
    this.#at = 0;
    this.#end = count * record.words;
    this.#copyRecords(words, (words[batchWord + header.records] as number) >> 2, this.#end);

    const text = textReader(wasm.bytes);
    const ascii = words[batchWord + header.text] as number;
    const wide = words[batchWord + header.wideText] as number;
    const textCount = words[batchWord + header.groupCount] as number;
    let at = (words[batchWord + header.groups] as number) >> 2;
    for (let i = 0; i < textCount; i++, at += group.words) {
      const begin = words[at + group.begin] as number;
      const end = words[at + group.end] as number;
      this.#texts[i] =
        words[at + group.wide] === 0
          ? text.ascii(ascii + begin, ascii + end)
          : text.utf16(wide + begin * 2, wide + end * 2);
    }
    this.#textCount = textCount;
    this.#nextText = 0;
  }

  #copyRecords(from: Int32Array, begin: number, length: number): void {
    if (this.#words.length < length) this.#words = new Int32Array(Math.max(length, this.#words.length * 2));
    const to = this.#words;
    if (length > fewWords) to.set(from.subarray(begin, begin + length));
    else for (let i = 0; i < length; i++) to[i] = from[begin + i] as number;
  }

  #beginText(): void {
    this.#text = this.#texts[this.#nextText++] as string;
    this.#begin = 0;
  }

  /** An item whose type part is not empty, or that is no event. */
  #deliverSpelledOut(take: TakeItem, head: number, data: string, idPart: string, type: string): void {
    const kind = (head & kindMask) as RecordKind;
    if (kind === recordKind.event) this.#types?.spelledOut(type);
    const hasId = (head & hasIdFlag) !== 0;
    if (hasId) this.lastEventId = idPart;
    const id = hasId || kind === recordKind.unknownField ? idPart : undefined;
    take(kind, type, data, id, this.lastEventId, (head & hasTypeFlag) !== 0);
  }
}
