import { OutOfMemoryError } from '../errors/out_of_memory_error.js';
import {
  asciiForm,
  beginsGroupFlag,
  groupBase,
  groupBegin,
  groupCountWord,
  groupForm,
  groupLength,
  groupsWord,
  groupUnits,
  groupWords,
  hasIdFlag,
  hasTypeFlag,
  kindMask,
  okStatus,
  recordData,
  recordHead,
  recordId,
  recordKind,
  type RecordKind,
  recordsWord,
  recordType,
  recordWords,
  typeShift,
  unlistedType,
  utf16Form,
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
 * Arguments and no object: whoever takes the item knows what object, if any, is to be made of it. A method and no function: an engine
 * knows from the class of an object what will be called, and need not call it, also where several classes take turns.
 */
export interface ItemSink {
  /** @param typed whether the block named its type, if only as `message` */
  item(kind: RecordKind, type: string, data: string, id: string | undefined, lastEventId: string, typed: boolean): void;
}

/** A copy of this many words is cheaper in a loop than by a call. */
const fewWords = 64;
/** A batch that had more records than fit in this many words is not kept. */
const maxSpareWords = 64 * 1024;

/** Batches that are used up, to be used again. A chunk yields one for each piece that it is read in. */
const spares: Batch[] = [];
const maxSpares = 8;

let reader: TextReader | undefined;

/**
 * Hands over the only item of the batch that the last call into the module left, if that is an event: what a chunk of a stream of
 * events most often yields. It costs no copy of the record. False, and nothing done, when it is anything else.
 */
export function deliverOnly(wasm: WasmInstance, types: EventTypes, sink: ItemSink, owner: LastEventId): boolean {
  const { words, batchWord } = wasm;
  const at = (words[batchWord + recordsWord] as number) >> 2;
  const head = words[at + recordHead] as number;
  if ((head & kindMask) !== recordKind.event) return false;

  const groupAt = (words[batchWord + groupsWord] as number) >> 2;
  const text = readGroup(wasm, groupAt);
  if (text === undefined) return false;
  let type = types.byNumber[head >>> typeShift];
  let id: string | undefined;
  let data = text;
  if ((head & hasIdFlag) !== 0 || type === undefined) {
    const base = words[groupAt + groupBase] as number;
    data = part(words, at + recordData, text, base);
    type ??= part(words, at + recordType, text, base);
    if ((head & hasIdFlag) !== 0) owner.lastEventId = id = part(words, at + recordId, text, base);
  }
  sink.item(recordKind.event, type, data, id, owner.lastEventId, (head & hasTypeFlag) !== 0);
  return true;
}

/** What stands in `text` between the place at this word and the place behind it. */
function part(words: Int32Array, at: number, text: string, base: number): string {
  return text.slice((words[at] as number) - base, (words[at + 1] as number) - base);
}

/** The string of the group at this word. Undefined when it may have been ill-formed, so that the places in it are not known. */
function readGroup(wasm: WasmInstance, at: number): string | undefined {
  const { bytes, words } = wasm;
  if (reader?.bytes !== bytes) reader = new TextReader(wasm);
  const begin = words[at + groupBegin] as number;
  const length = words[at + groupLength] as number;
  switch (words[at + groupForm]) {
    case asciiForm:
      return reader.ascii(begin, begin + length);
    case utf16Form:
      return reader.utf16(begin, begin + length * 2);
    default: {
      const text = reader.utf8(begin, begin + length);
      const units = words[at + groupUnits] as number;
      const isAsExpected = units === 0 ? !text.includes('\uFFFD') : text.length === units;
      return isAsExpected ? text : undefined;
    }
  }
}

export interface LastEventId {
  lastEventId: string;
}

/**
 * What one chunk yielded, taken out of WebAssembly memory whole: nothing points there afterwards. The text is made into a few
 * strings; the parts of a record are cut from these when it is its turn.
 */
export class Batch {
  /** The last event ID as it was before the record at `#idAt`. */
  #idBefore = '';
  /** The last record with an ID that was handed over, if it is of the same group as the one before the next; -1: there is none. */
  #idAt = -1;
  #words = new Int32Array(fewWords);
  /** The next record, and the end of the last. */
  #at = 0;
  #end = 0;
  readonly #texts: string[] = [''];
  readonly #bases: number[] = [0];
  #textCount = 0;
  #nextText = 0;
  /** The string of the record before the next: of the next too, unless that begins a group. */
  #text = '';
  #base = 0;
  #types: EventTypes | undefined;

  /**
   * Takes out what the last call into the module left, if that is anything. `types` are those of the parser that was called.
   *
   * @throws OutOfMemoryError when the module has no memory to decode it
   */
  static take(wasm: WasmInstance, types: EventTypes): Batch | undefined {
    if (wasm.recordCount() === 0) return undefined;
    const batch = spares.pop() ?? new Batch();
    if (!batch.#fill(wasm, types)) {
      if (wasm.decodeBatch() !== okStatus) throw new OutOfMemoryError();
      batch.#fill(wasm, types);
    }
    return batch;
  }

  /**
   * [spec] The last event ID string before the items that are left. It is kept as a place: to keep the string of every event in an
   * object that is older than the string costs an engine more than to cut it out once more.
   */
  get lastEventId(): string {
    return this.#idAt < 0 ? this.#idBefore : part(this.#words, this.#idAt + recordId, this.#text, this.#base);
  }

  set lastEventId(lastEventId: string) {
    this.#idBefore = lastEventId;
    this.#idAt = -1;
  }

  /** Hands over the items that are left, for as long as nobody drops them. */
  deliver(sink: ItemSink): void {
    const words = this.#words;
    const byNumber = this.#types?.byNumber ?? [];
    let text = this.#text;
    let base = this.#base;
    let lastEventId = this.lastEventId;
    for (let at = this.#at; at < this.#end; at = this.#at) {
      const head = words[at + recordHead] as number;
      if ((head & beginsGroupFlag) !== 0) {
        this.lastEventId = lastEventId;
        this.#base = base = this.#bases[this.#nextText] as number;
        this.#text = text = this.#texts[this.#nextText++] as string;
      }
      // The item is taken, whatever becomes of it.
      this.#at = at + recordWords;

      const data = part(words, at + recordData, text, base);
      let id: string | undefined;
      if ((head & hasIdFlag) !== 0) {
        lastEventId = id = part(words, at + recordId, text, base);
        this.#idAt = at;
      }
      const number = head >>> typeShift;
      const typed = (head & hasTypeFlag) !== 0;
      if ((head & kindMask) === recordKind.event && number !== unlistedType) {
        sink.item(recordKind.event, byNumber[number] as string, data, id, lastEventId, typed);
      } else {
        const kind = (head & kindMask) as RecordKind;
        if (kind === recordKind.unknownField) id = part(words, at + recordId, text, base);
        sink.item(kind, part(words, at + recordType, text, base), data, id, lastEventId, typed);
      }
    }
    // Unless somebody has set it meanwhile.
    if (this.#idAt >= 0) this.lastEventId = lastEventId;
  }

  /** The last event ID after the items that are left, or `before` when none of them has one. */
  lastEventIdAhead(before = this.lastEventId): string {
    let text = this.#text;
    let base = this.#base;
    let next = this.#nextText;
    let id = before;
    for (let at = this.#at; at < this.#end; at += recordWords) {
      const head = this.#words[at + recordHead] as number;
      if ((head & beginsGroupFlag) !== 0) {
        base = this.#bases[next] as number;
        text = this.#texts[next++] as string;
      }
      if ((head & hasIdFlag) === 0) continue;
      id = part(this.#words, at + recordId, text, base);
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
    if (this.#words.length <= maxSpareWords && spares.length < maxSpares) spares.push(this);
  }

  /** False when a text may have been ill-formed. */
  #fill(wasm: WasmInstance, types: EventTypes): boolean {
    const { words, batchWord } = wasm;
    const textCount = words[batchWord + groupCountWord] as number;
    let at = (words[batchWord + groupsWord] as number) >> 2;
    for (let i = 0; i < textCount; i++, at += groupWords) {
      const text = readGroup(wasm, at);
      if (text === undefined) return false;
      this.#texts[i] = text;
      this.#bases[i] = words[at + groupBase] as number;
    }
    this.#textCount = textCount;
    this.#nextText = 0;

    this.#types = types;
    this.#at = 0;
    this.#end = wasm.recordCount() * recordWords;
    this.#copyRecords(words, (words[batchWord + recordsWord] as number) >> 2, this.#end);
    return true;
  }

  #copyRecords(from: Int32Array, begin: number, length: number): void {
    if (this.#words.length < length) this.#words = new Int32Array(Math.max(length, this.#words.length * 2));
    const to = this.#words;
    if (length > fewWords) to.set(from.subarray(begin, begin + length));
    else for (let i = 0; i < length; i++) to[i] = from[begin + i] as number;
  }
}
