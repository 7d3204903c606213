/** A stream, cut in one way. What is counted is told for each block: an event, or a comment. */
export interface Cell {
  readonly stream: string;
  readonly chunking: string;
  readonly chunks: readonly Uint8Array[];
  readonly blocks: number;
  /** The records that the blocks yield when nobody asks for comments. */
  readonly records: number;
  /** Whether its types are too many to listen to each. */
  readonly hasManyTypes: boolean;
}

/** Two chunks of the largest size, and a part of a third. */
const streamBytes = 150_000;

const words = ['the', ' quick', ' stream', ' of', ' tokens', ' ends', ',', '.', ' answer', ' is', ' 42', ' and'];
const phrases = ['你好世界，这是一个测试。', '今天天气很好，我们开始吧。', '流式传输一个字一个字地到来。'];

const at = (list: readonly string[], index: number): string => list[index % list.length] as string;

const manyTypes = 'types by the thousand';

/** Each makes the block of that number, its blank line included. */
const blocks: Readonly<Record<string, (index: number) => string>> = {
  'LLM tokens': (index) =>
    `data: {"id":"chatcmpl-${1_000_000 + index}","object":"chat.completion.chunk","created":${1_700_000_000 + index},` +
    `"model":"a-model-of-some-size","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":` +
    `{"content":"${at(words, index)}"},"logprobs":null,"finish_reason":null}]}\n\n`,
  ticks: (index) => `id: ${index}\nevent: tick\ndata: {"s":"ACME","p":${index % 100}.25}\n\n`,
  CJK: (index) => `data: {"delta":"${at(phrases, index)}","n":${index}}\n\n`,
  'multi-line': (index) => `data: {\ndata:   "number": ${index},\ndata:   "text": "${at(words, index)}"\ndata: }\n\n`,
  [manyTypes]: (index) => `seq: ${index}\nevent: price of ${index}\ndata: {"p":${index % 100}.25}\n\n`,
  'long lines': (index) => `data: {"n":${index},"image":"${'QUJD'.repeat(5000)}"}\n\n`,
  comments: (index) => `: still here after ${index} seconds\n\n`,
};

const chunkings: Readonly<Record<string, (blocks: readonly Uint8Array[]) => Uint8Array[]>> = {
  '64 KiB': cutEvery(64 * 1024),
  'one block': (blocks) => [...blocks],
  '150 bytes': cutEvery(150),
  '16 bytes': cutEvery(16),
};

function cutEvery(size: number): (blocks: readonly Uint8Array[]) => Uint8Array[] {
  return (blocks) => {
    const stream = Buffer.concat(blocks);
    const chunks = [];
    // Each has memory of its own, as those that a response's body yields have.
    for (let begin = 0; begin < stream.length; begin += size)
      chunks.push(Uint8Array.from(stream.subarray(begin, begin + size)));
    return chunks;
  };
}

/** Every stream in every cut. */
export function cells(): Cell[] {
  return Object.entries(blocks).flatMap(([stream, makeBlock]) => {
    const encoded: Uint8Array[] = [];
    for (let size = 0; size < streamBytes; size += encoded.at(-1)?.length ?? 0) {
      encoded.push(new TextEncoder().encode(makeBlock(encoded.length)));
    }
    const records = stream === 'comments' ? 0 : encoded.length;
    return Object.entries(chunkings).map(([chunking, cut]) => ({
      stream,
      chunking,
      chunks: cut(encoded),
      blocks: encoded.length,
      records,
      hasManyTypes: stream === manyTypes,
    }));
  });
}
