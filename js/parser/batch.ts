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
} from '../wasm/batch_layout.js';
import type { WasmInstance } from '../wasm/instance.js';
import type { EventTypes } from './event_types.js';
import { TextReader } from './text.js';

/** A copy of this many words is cheaper in a loop than by a call. */
const fewWords = 64;

/** Batches that are used up, to be used again: one, unless listeners push. */
const spare: Batch[] = [];
const maxSpare = 4;
/** A batch that had more records than fit in this many words is not kept. */
const maxSpareWords = 64 * 1024;

let reader: TextReader | undefined;

function textReader(bytes: Uint8Array): TextReader {
  if (reader?.bytes !== bytes) reader = new TextReader(bytes);
  return reader;
}

/**
 * What one chunk yielded, taken out of WebAssembly memory whole: nothing points there afterwards. The text is made into a few
 * strings; the parts of a record are cut from these when it is its turn.
 *
 * A batch is a cursor: the fields say what the record is that `next` stepped to.
 */
export class Batch {
  kind: RecordKind = recordKind.event;
  type = '';
  data = '';
  /** The `id` field of the record's block, or the name of an unknown field. */
  id: string | undefined;
  /** Whether the record's block had an `id` field. */
  hasId = false;
  /** Whether the block named its type. */
  typed = false;

  #words = new Int32Array(fewWords);
  #at = 0;
  #end = 0;
  readonly #texts: string[] = [''];
  #group = 0;
  #groupCount = 0;
  #text = '';
  #begin = 0;
  #types: EventTypes | undefined;

  /** Takes out what the last call into the module left, if that is anything. `types` are those of the parser that was called. */
  static take(wasm: WasmInstance, types: EventTypes): Batch | undefined {
    if (wasm.words[wasm.batchWord + header.recordCount] === 0) return undefined;
    const batch = spare.pop() ?? new Batch();
    batch.#fill(wasm, types);
    return batch;
  }

  /** Steps to the next record. False when there is none. */
  next(): boolean {
    const at = this.#at;
    if (at === this.#end) return false;
    this.#at = at + record.words;
    const words = this.#words;
    const head = words[at + record.head] as number;
    if ((head & beginsGroupFlag) !== 0) {
      this.#text = this.#texts[this.#group++] as string;
      this.#begin = 0;
    }
    const text = this.#text;
    const dataEnd = words[at + record.dataEnd] as number;
    const idEnd = words[at + record.idEnd] as number;
    const typeEnd = words[at + record.typeEnd] as number;
    const kind = (head & kindMask) as RecordKind;
    this.kind = kind;
    this.data = text.slice(this.#begin, dataEnd);
    this.hasId = (head & hasIdFlag) !== 0;
    this.id = this.hasId || idEnd !== dataEnd ? text.slice(dataEnd, idEnd) : undefined;
    this.typed = (head & hasTypeFlag) !== 0;
    const number = head >>> typeShift;
    this.type =
      number === unlistedType || kind !== recordKind.event
        ? this.#spelledOut(text.slice(idEnd, typeEnd))
        : ((this.#types as EventTypes).byNumber[number] as string);
    this.#begin = typeEnd;
    return true;
  }

  /** The last event ID after the records that are still to come, or `before` when none of them has one. */
  lastEventIdAhead(before: string): string {
    let text = this.#text;
    let group = this.#group;
    let id = before;
    for (let at = this.#at; at < this.#end; at += record.words) {
      const head = this.#words[at + record.head] as number;
      if ((head & beginsGroupFlag) !== 0) text = this.#texts[group++] as string;
      if ((head & hasIdFlag) === 0) continue;
      id = text.slice(this.#words[at + record.dataEnd], this.#words[at + record.idEnd]);
    }
    return id;
  }

  /** Nobody wants this batch any more; it will soon be another. */
  release(): void {
    this.#types?.listSpelledOut();
    this.type = this.data = this.#text = '';
    this.id = undefined;
    this.#types = undefined;
    this.#texts.fill('', 0, this.#groupCount);
    if (spare.length < maxSpare && this.#words.length <= maxSpareWords) spare.push(this);
  }

  #fill(wasm: WasmInstance, types: EventTypes): void {
    const { words, batchWord } = wasm;
    this.#types = types;
    this.#at = 0;
    this.#end = (words[batchWord + header.recordCount] as number) * record.words;
    this.#copyRecords(words, (words[batchWord + header.records] as number) >> 2);

    const text = textReader(wasm.bytes);
    const ascii = words[batchWord + header.text] as number;
    const wide = words[batchWord + header.wideText] as number;
    const count = (this.#groupCount = words[batchWord + header.groupCount] as number);
    let at = (words[batchWord + header.groups] as number) >> 2;
    for (let i = 0; i < count; i++, at += group.words) {
      const begin = words[at + group.begin] as number;
      const end = words[at + group.end] as number;
      this.#texts[i] =
        words[at + group.wide] === 0
          ? text.ascii(ascii + begin, ascii + end)
          : text.utf16(wide + begin * 2, wide + end * 2);
    }
    this.#group = 0;
  }

  #copyRecords(from: Int32Array, begin: number): void {
    const length = this.#end;
    if (this.#words.length < length) this.#words = new Int32Array(Math.max(length, this.#words.length * 2));
    const to = this.#words;
    if (length > fewWords) {
      to.set(from.subarray(begin, begin + length));
      return;
    }
    for (let i = 0; i < length; i++) to[i] = from[begin + i] as number;
  }

  #spelledOut(type: string): string {
    if (this.kind === recordKind.event) (this.#types as EventTypes).spelledOut(type);
    return type;
  }
}
