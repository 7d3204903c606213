import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  EventStreamParser,
  EventTooLargeError,
  InvalidOptionError,
  ParserStateError,
  type StreamEvent,
} from 'eventsource-wasm';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stream = 'data: 1\n\nevent: add\ndata: 2\n\nevent: remove\ndata: 3\n\n';

/** A parser and the list that `log` writes to. */
function makeParser(options?: ConstructorParameters<typeof EventStreamParser>[0]) {
  const seen: string[] = [];
  const log = ({ type, data }: { type: string; data: string }) => void seen.push(`${type} ${data}`);
  return { parser: new EventStreamParser(options), seen, log };
}

describe('listeners', () => {
  test('are called for the events of their type', () => {
    const { parser, seen, log } = makeParser();
    parser.on('message', log).on('add', log);
    parser.push(stream);
    assert.deepEqual(seen, ['message 1', 'add 2']);
  });

  test('are called in the order in which they were added, onEvent last', () => {
    const seen: string[] = [];
    const parser = new EventStreamParser({ onEvent: () => seen.push('all') });
    parser.on('message', () => seen.push('first')).on('message', () => seen.push('second'));
    parser.push('data\n\n');
    assert.deepEqual(seen, ['first', 'second', 'all']);
  });

  test('are added once', () => {
    const { parser, seen, log } = makeParser();
    parser.on('add', log).on('add', log).once('add', log);
    parser.push(stream);
    parser.push(stream);
    assert.deepEqual(seen, ['add 2', 'add 2']);
  });

  test('added by once are called once', () => {
    const { parser, seen, log } = makeParser();
    parser.once('message', log);
    parser.push('data: 1\n\ndata: 2\n\n');
    parser.push('data: 3\n\n');
    assert.deepEqual(seen, ['message 1']);
  });

  test('added by once are called once even if they push', () => {
    const { parser, seen, log } = makeParser();
    parser.once('message', (event) => {
      log(event);
      parser.push('data: 2\n\n');
    });
    parser.push('data: 1\n\n');
    assert.deepEqual(seen, ['message 1']);
  });

  test('that were taken off are not called', () => {
    const { parser, seen, log } = makeParser();
    const other = (event: { type: string; data: string }) => log(event);
    parser.on('add', log).on('add', other).off('add', log).off('add', log).off('unheard', log);
    parser.push(stream);
    assert.deepEqual(seen, ['add 2']);
    parser.off('add', other);
    parser.push(stream);
    assert.deepEqual(seen, ['add 2']);
  });

  test('may be added again', () => {
    const { parser, seen, log } = makeParser();
    parser.on('add', log).off('add', log).on('add', log);
    parser.push(stream);
    assert.deepEqual(seen, ['add 2']);
  });

  test('that are no functions are refused', () => {
    const parser = new EventStreamParser();
    assert.throws(() => parser.on('add', {} as () => void), TypeError);
    assert.throws(() => parser.once('add', undefined as unknown as () => void), TypeError);
  });

  test('for types that no one listened to before take effect at once', () => {
    const { parser, seen, log } = makeParser();
    parser.push('event: add\ndata: 1\n');
    parser.on('add', log);
    parser.push('\nevent: add\ndata: 2\n\n');
    assert.deepEqual(seen, ['add 1', 'add 2']);
  });

  test('may be as many as one likes, of any type', () => {
    const { parser, seen, log } = makeParser();
    const types = Array.from({ length: 200 }, (_, index) => `type ${index}`);
    for (const type of types) parser.on(type, log);
    const all = [...types, 'other'].map((type) => `event: ${type}\ndata: x\n\n`).join('');
    parser.push(all);
    assert.deepEqual(
      seen,
      types.map((type) => `${type} x`),
    );
    for (const type of types) parser.off(type, log);
    parser.push(all);
    assert.equal(seen.length, 200);
    parser.on('other', log);
    parser.push(all);
    assert.deepEqual(seen.slice(200), ['other x']);
  });

  test('for all types see types however many there are', () => {
    const seen: string[] = [];
    const parser = new EventStreamParser({ onEvent: ({ type }) => seen.push(type) });
    const types = Array.from({ length: 300 }, (_, index) => `${index} ${'long '.repeat(index % 30)}`);
    for (let round = 0; round < 2; round++) {
      for (const type of types) parser.push(`event: ${type}\ndata\n\n`);
    }
    assert.deepEqual(seen, [...types, ...types]);
  });

  test('for all types see types in any script, wherever the block names them, however many there are', () => {
    const events: StreamEvent[] = [];
    const expected: StreamEvent[] = [];
    const blocks: string[] = [];
    for (let n = 0; n < 200; n++) {
      const [type, data, id] = [
        `größer ${n}`,
        n % 3 === 0 ? `ascii ${n}` : `你好 🎉 ${n}`,
        n % 4 === 0 ? undefined : `é${n}`,
      ];
      const fields = [`event: ${type}`, `data: ${data}`, ...(id === undefined ? [] : [`id: ${id}`])];
      const first = n % fields.length;
      blocks.push([...fields.slice(first), ...fields.slice(0, first), '', ''].join('\n'));
      expected.push({ type, data, id, lastEventId: id ?? expected.at(-1)?.lastEventId ?? '' });
    }
    const chunks = [blocks.join(''), ...blocks].map(bytes);
    const parser = new EventStreamParser({ onEvent: (event) => events.push({ ...event }) });
    for (const chunk of chunks) {
      parser.push(chunk);
      if (chunk === chunks[0]) parser.reset();
    }
    assert.deepEqual(events, [...expected, ...expected]);
  });

  test('get events as they are, whatever in any script stands between them', () => {
    const filler = 'x'.repeat(100);
    const wide = `${filler}ü你🎉${filler}`;
    const passedOver = [
      `: ${wide}\n\n`,
      `${wide}: 1\n\n`,
      `event: other\ndata: ${wide}\n\n`,
      `retry: ${wide}\n\n`,
      `data ${wide}\n\n`,
      `${wide}: 1\nretry: 5\n\n`,
      `event: other\nretry: 5\ndata: ${wide}\ndata: ${wide}\n\n`,
    ];
    for (const between of [...passedOver, passedOver.join('')]) {
      const { parser, seen, log } = makeParser();
      parser.on('message', log);
      parser.push(bytes(`data: before ${filler}\n\n${between}id: 7\ndata: behind ${filler}\n\ndata: last\n\n`));
      assert.deepEqual(seen, [`message before ${filler}`, `message behind ${filler}`, 'message last']);
      assert.equal(parser.lastEventId, '7');
    }
  });

  test('for types that the names of objects have', () => {
    const { parser, seen, log } = makeParser();
    parser.on('__proto__', log).on('constructor', log);
    parser.push('event: toString\ndata\n\nevent: __proto__\ndata\n\nevent: constructor\ndata\n\n');
    assert.deepEqual(seen, ['__proto__ ', 'constructor ']);
  });

  test('for types that no stream can have are never called', () => {
    const { parser, seen, log } = makeParser();
    parser.on('\u{D83C}', log).on('', log).on('add\n', log);
    parser.push(bytes('event: \u{FFFD}\ndata: 1\n\nevent:\ndata: 2\n\nevent: add\ndata: 3\n\n'));
    assert.deepEqual(seen, []);
  });

  test('for types in other scripts', () => {
    const { parser, seen, log } = makeParser();
    parser.on('追加🎉', log).on('\u{FFFD}', log);
    parser.push(Uint8Array.of(...bytes('event: 追加🎉\ndata: 1\n\nevent: '), 0xff, ...bytes('\ndata: 2\n\n')));
    assert.deepEqual(seen, ['追加🎉 1', '\u{FFFD} 2']);
  });
});

describe('an event', () => {
  test('has its type, its data, its id and the last event ID', () => {
    const events: unknown[] = [];
    const parser = new EventStreamParser({
      onEvent: ({ type, data, id, lastEventId }) => events.push({ type, data, id, lastEventId }),
    });
    parser.push('event: add\nid: 1\ndata: x\n\ndata: y\n\nid\ndata: z\n\n');
    assert.deepEqual(events, [
      { type: 'add', data: 'x', id: '1', lastEventId: '1' },
      { type: 'message', data: 'y', id: undefined, lastEventId: '1' },
      { type: 'message', data: 'z', id: '', lastEventId: '' },
    ]);
  });

  test('that nobody listens to still sets the last event ID', () => {
    const { parser, seen, log } = makeParser();
    parser.on('message', (event) => void seen.push(event.lastEventId));
    parser.on('add', log);
    parser.push('event: unheard\nid: 7\ndata: x\n\ndata: y\n\n');
    assert.deepEqual(seen, ['7']);
    assert.equal(parser.lastEventId, '7');
  });
});

describe('the last event ID', () => {
  test('is empty at first, follows the stream, and is kept by end', () => {
    const parser = new EventStreamParser();
    assert.equal(parser.lastEventId, '');
    parser.push('id: 1\n');
    assert.equal(parser.lastEventId, '');
    parser.push('\n');
    assert.equal(parser.lastEventId, '1');
    parser.push('id: 2\n');
    parser.end();
    assert.equal(parser.lastEventId, '1');
    parser.push('\n');
    assert.equal(parser.lastEventId, '1');
  });

  test('is forgotten by reset', () => {
    const { parser, seen } = makeParser();
    parser.on('message', ({ lastEventId }) => void seen.push(lastEventId));
    parser.push('id: 1\n\n');
    parser.reset();
    assert.equal(parser.lastEventId, '');
    parser.push('data\n\n');
    assert.deepEqual(seen, ['']);
  });
});

describe('the end of a stream', () => {
  test('discards an incomplete event', () => {
    const { parser, seen, log } = makeParser();
    parser.on('message', log);
    parser.push('event: add\ndata: 1\ndata');
    parser.end();
    parser.push('data: 2\n\n');
    assert.deepEqual(seen, ['message 2']);
  });

  test('lets the next stream have a byte order mark', () => {
    const { parser, seen, log } = makeParser();
    parser.on('message', log);
    for (const data of ['1', '2']) {
      parser.push(bytes(`\u{FEFF}data: ${data}\n\n`));
      parser.end();
    }
    assert.deepEqual(seen, ['message 1', 'message 2']);
  });
});

describe('an event that is too large', () => {
  test('is an error that says which bound and how much came', () => {
    const { parser, seen, log } = makeParser({ maxEventSize: 10 });
    parser.on('message', log);
    assert.throws(
      () => parser.push('data: 1\n\ndata: 12345678901\n\ndata: 3\n\n'),
      (error) => {
        assert.ok(error instanceof EventTooLargeError);
        assert.equal(error.name, 'EventTooLargeError');
        assert.equal(error.code, 'ERR_SSE_EVENT_TOO_LARGE');
        assert.equal(error.maxEventSize, 10);
        assert.equal(error.eventSize, 11);
        assert.match(error.message, /\b11\b.*\b10\b/);
        return true;
      },
    );
    assert.deepEqual(seen, ['message 1']);
  });

  test('stops the parser until reset', () => {
    const { parser, seen, log } = makeParser({ maxEventSize: 2 });
    parser.on('message', log);
    assert.throws(() => parser.push('data: 123\n\n'), EventTooLargeError);
    for (let i = 0; i < 2; i++) assert.throws(() => parser.push('data: 1\n\n'), ParserStateError);
    parser.end();
    assert.throws(() => parser.push('data: 1\n\n'), { code: 'ERR_SSE_PARSER_STATE' });
    parser.reset();
    parser.push('data: 4\n\n');
    assert.deepEqual(seen, ['message 4']);
  });

  test('comes in one chunk or in many', () => {
    const { parser } = makeParser({ maxEventSize: 100_000 });
    const chunk = new Uint8Array(1000).fill(0x78);
    parser.push('data: ');
    for (let i = 0; i < 100; i++) parser.push(chunk);
    assert.throws(() => parser.push('x'), { eventSize: 100_001 });
    parser.reset();
    assert.throws(() => parser.push(bytes(`data: ${'x'.repeat(200_000)}`)), EventTooLargeError);
  });
});

describe('options', () => {
  test('a maxEventSize that cannot work is refused', () => {
    for (const maxEventSize of [0, -1, 1.5, Number.NaN, '5', null] as unknown as number[]) {
      assert.throws(
        () => new EventStreamParser({ maxEventSize }),
        (error) => {
          assert.ok(error instanceof InvalidOptionError && error instanceof TypeError);
          assert.equal(error.code, 'ERR_SSE_INVALID_OPTION');
          assert.match(error.message, /maxEventSize/);
          return true;
        },
      );
    }
  });

  test('maxEventSize can be 1, and 2^31 - 1', () => {
    for (const maxEventSize of [1, 2 ** 31 - 1]) {
      const { parser, seen, log } = makeParser({ maxEventSize });
      parser.on('message', log);
      parser.push('data: 1\n\n');
      assert.deepEqual(seen, ['message 1']);
    }
  });

  test('retry of any length is a number', () => {
    const times: number[] = [];
    const parser = new EventStreamParser({ onRetry: (time) => times.push(time) });
    parser.push('retry: 0\nretry: 007\nretry: 9999999999\nretry: 1e3\nretry: -1\n');
    assert.deepEqual(times, [0, 7, 9_999_999_999]);
  });
});

describe('delete', () => {
  test('ends the parser', () => {
    const { parser } = makeParser();
    parser.delete();
    for (const use of [
      () => parser.push('data\n\n'),
      () => parser.push(bytes('')),
      () => parser.end(),
      () => parser.reset(),
    ]) {
      assert.throws(use, (error) => error instanceof ParserStateError && error.code === 'ERR_SSE_PARSER_STATE');
    }
  });

  test('may be called again', () => {
    const { parser } = makeParser();
    parser.delete();
    parser.delete();
  });

  test('leaves other parsers alone', () => {
    const { parser, seen, log } = makeParser();
    parser.on('message', log);
    parser.push('data: 1');
    const other = new EventStreamParser();
    other.push('data: 2');
    other.delete();
    parser.push('\n\n');
    assert.deepEqual(seen, ['message 1']);
  });

  test('leaves listeners to be taken off, and takes no others', () => {
    const { parser, log } = makeParser();
    parser.on('add', log);
    parser.delete();
    parser.off('add', log);
    assert.throws(() => parser.on('remove', log), ParserStateError);
  });
});

test('parsers do not mix their streams', () => {
  const parsers = Array.from({ length: 50 }, () => makeParser());
  for (const { parser, log } of parsers) parser.on('message', log).on('add', log);
  const pieces = ['event: a', 'dd\nid: ', '1\nda', 'ta: ', '\u{6C34}', '\n', '\n'];
  for (const piece of pieces) for (const { parser } of parsers) parser.push(piece);
  for (const { seen, parser } of parsers) {
    assert.deepEqual(seen, ['add \u{6C34}']);
    assert.equal(parser.lastEventId, '1');
  }
});
