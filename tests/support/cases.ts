import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a stream yields, in the words of `tests/cases/README.md`: a kind, and values by their keys. */
export interface StreamRecord {
  readonly kind: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A case of `tests/cases/*.md`; the format is told in the README there. */
export interface ConformanceCase {
  readonly theme: string;
  /** The file and the line of the case's heading. */
  readonly place: string;
  readonly name: string;
  readonly stream: Uint8Array;
  readonly maxEventSize: number | undefined;
  readonly records: readonly StreamRecord[];
}

/** From build/tests/support, where this file is run. */
const folder = new URL('../../../tests/cases/', import.meta.url);

/** All cases, in their order. Throws, with file and line, where a file is not in the format. */
export function readCases(): ConformanceCase[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort();
  return names.flatMap((name) => readCaseFile(new URL(name, folder)));
}

interface Draft {
  place: string;
  name: string;
  stream?: Uint8Array;
  maxEventSize?: number;
  records?: StreamRecord[];
}

function readCaseFile(url: URL): ConformanceCase[] {
  const path = fileURLToPath(url);
  const theme = path.replace(/^.*[/\\]|\.md$/g, '');
  const lines = readFileSync(url, 'utf8').split('\n');
  const drafts: Draft[] = [];
  const fail = (index: number, problem: string): never => {
    throw new Error(`${path}:${index + 1}: ${problem}`);
  };

  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith('## ')) drafts.push({ place: `${path}:${index + 1}`, name: line.slice(3) });
    if (!line.startsWith('```')) continue;
    const draft = drafts.at(-1) ?? fail(index, 'a block before the first case');
    const end = lines.indexOf('```', index + 1);
    if (end === -1) fail(index, 'a block that does not end');
    const block = lines.slice(index + 1, end);
    const [kind, option] = line.slice(3).split(' ');
    if (kind === 'records' && draft.records === undefined) {
      draft.records = block.map((text) => readRecord(text) ?? fail(index, `no record: ${text}`));
    } else if (kind === 'stream' && draft.stream === undefined) {
      draft.stream = Buffer.concat(block.map((text) => unescapeBytes(text)));
      if (option !== undefined) {
        const [, bound] = /^maxEventSize=(\d+)$/.exec(option) ?? fail(index, 'an unknown option');
        draft.maxEventSize = Number(bound);
      }
    } else {
      fail(index, 'a block of an unknown kind, or the second of its kind');
    }
    index = end;
  }

  return drafts.map(({ place, name, stream, maxEventSize, records }) => {
    if (stream === undefined || records === undefined) throw new Error(`${place}: the case lacks a block`);
    return { theme, place, name, stream, maxEventSize, records };
  });
}

function readRecord(text: string): StreamRecord | undefined {
  const [, kind, rest] = /^(\w+)((?: \w+="(?:[^"\\]|\\.)*")*)$/.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  const pairs = [...rest.matchAll(/ (\w+)="((?:[^"\\]|\\.)*)"/g)];
  const values = pairs.map(([, key = '', value = '']) => [key, unescapeBytes(value).toString('utf8')] as const);
  return { kind, values: Object.fromEntries(values) };
}

const plainEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  '\\': '\\',
  '"': '"',
};

function unescapeBytes(text: string): Buffer {
  const parts: Buffer[] = [];
  for (const [part, byte, codePoint, plain] of text.matchAll(/\\x(..)|\\u\{(\w+)\}|\\(.)|[^\\]+/gu)) {
    if (byte !== undefined) parts.push(Buffer.from([Number.parseInt(byte, 16)]));
    else if (codePoint !== undefined) parts.push(Buffer.from(String.fromCodePoint(Number.parseInt(codePoint, 16))));
    else if (plain === undefined) parts.push(Buffer.from(part));
    else parts.push(Buffer.from(plainEscapes[plain] ?? noEscape(part)));
  }
  return Buffer.concat(parts);
}

function noEscape(text: string): never {
  throw new Error(`${text} is no escape`);
}
