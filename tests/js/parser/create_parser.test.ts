import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createParser, ParseError, type ParserConfig } from 'eventsource-wasm/parser';

// What programs written for eventsource-parser 4 rely on.

/** All calls, in their order. */
function log(config: Pick<ParserConfig, 'maxBufferSize'> = {}) {
  const calls: unknown[][] = [];
  const parser = createParser({
    ...config,
    onEvent: (event) => calls.push(['event', { ...event }]),
    onId: (id) => calls.push(['id', id]),
    onRetry: (retry) => calls.push(['retry', retry]),
    onComment: (comment) => calls.push(['comment', comment]),
    onError: (error) => calls.push(['error', error.type]),
  });
  return { parser, calls };
}

function errorsOf(stream: string, config: ParserConfig = {}): ParseError[] {
  const errors: ParseError[] = [];
  createParser({ ...config, onError: (error) => errors.push(error) }).feed(stream);
  return errors;
}

describe('callbacks', () => {
  test('come in the order of the stream, the id before the event of its block', () => {
    const { parser, calls } = log();
    parser.feed(': hello\nretry: 5\nid: 1\nevent: add\ndata: x\n: bye\n\nid: 2\n\n');
    assert.deepEqual(calls, [
      ['comment', 'hello'],
      ['retry', 5],
      ['comment', 'bye'],
      ['id', '1'],
      ['event', { id: '1', event: 'add', data: 'x' }],
      ['id', '2'],
    ]);
  });

  test('the id is that of the block and not the last one', () => {
    const { parser, calls } = log();
    parser.feed('id: 1\ndata: x\n\ndata: y\n\nid\ndata: z\n\n');
    assert.deepEqual(calls, [
      ['id', '1'],
      ['event', { id: '1', event: undefined, data: 'x' }],
      ['event', { id: undefined, event: undefined, data: 'y' }],
      ['id', ''],
      ['event', { id: '', event: undefined, data: 'z' }],
    ]);
  });

  test('an event of a block without a type has none, and message is a type', () => {
    const { parser, calls } = log();
    parser.feed('data: x\n\nevent: message\ndata: y\n\nevent:\ndata: z\n\n');
    assert.deepEqual(calls, [
      ['event', { id: undefined, event: undefined, data: 'x' }],
      ['event', { id: undefined, event: 'message', data: 'y' }],
      ['event', { id: undefined, event: undefined, data: 'z' }],
    ]);
  });

  test('may all be missing', () => {
    createParser({}).feed(': x\nid: 1\nretry: 5\nfoo\nretry: x\ndata: x\n\n');
  });

  test('a function instead of an object is refused', () => {
    assert.throws(() => createParser((() => undefined) as ParserConfig), {
      name: 'TypeError',
      message: /function/,
    });
    assert.throws(() => createParser(undefined as unknown as ParserConfig), TypeError);
    assert.throws(() => createParser(null as unknown as ParserConfig), TypeError);
  });
});

describe('an error', () => {
  test('about a field tells its name, its value and its line', () => {
    const [error] = errorsOf('foo: bar:baz\n');
    assert.ok(error instanceof ParseError && error instanceof Error);
    assert.equal(error.name, 'ParseError');
    assert.equal(error.type, 'unknown-field');
    assert.equal(error.field, 'foo');
    assert.equal(error.value, 'bar:baz');
    assert.equal(error.line, 'foo: bar:baz');
    assert.equal(error.message, 'Unknown field "foo"');
  });

  test('about a field without a colon has an empty value', () => {
    const [error] = errorsOf('foo\n');
    assert.deepEqual([error?.field, error?.value, error?.line], ['foo', '', 'foo']);
  });

  test('about a field with a long name shortens it in the message only', () => {
    const name = 'abcdefghijklmnopqrstuvwxyz';
    const [error] = errorsOf(`${name}: x\n`);
    assert.equal(error?.message, 'Unknown field "abcdefghijklmnopqrst…"');
    assert.equal(error.field, name);
  });

  test('about retry tells its value and its line', () => {
    const [error] = errorsOf('retry: soon\n');
    assert.equal(error?.type, 'invalid-retry');
    assert.equal(error.field, undefined);
    assert.equal(error.value, 'soon');
    assert.equal(error.line, 'retry: soon');
    assert.equal(error.message, 'Invalid `retry` value: "soon"');
  });

  test('leaves the event around it alone', () => {
    const { parser, calls } = log();
    parser.feed('data: x\nfoo\nretry: y\ndata: z\n\n');
    assert.deepEqual(calls, [
      ['error', 'unknown-field'],
      ['error', 'invalid-retry'],
      ['event', { id: undefined, event: undefined, data: 'x\nz' }],
    ]);
  });
});

describe('maxBufferSize', () => {
  test('is told of once, after what came before', () => {
    const { parser, calls } = log({ maxBufferSize: 5 });
    parser.feed('data: 12345\n\ndata: 123456\n\ndata: 1\n\n');
    assert.deepEqual(calls, [
      ['event', { id: undefined, event: undefined, data: '12345' }],
      ['error', 'max-buffer-size-exceeded'],
    ]);
  });

  test('makes feed throw until reset', () => {
    const { parser, calls } = log({ maxBufferSize: 5 });
    parser.feed('data: 123456');
    for (let i = 0; i < 2; i++) assert.throws(() => parser.feed('data: 1\n\n'), /reset/);
    parser.reset();
    parser.feed('data: 1\n\n');
    assert.deepEqual(calls, [
      ['error', 'max-buffer-size-exceeded'],
      ['event', { id: undefined, event: undefined, data: '1' }],
    ]);
  });

  test('is passed by many small chunks too', () => {
    const { parser, calls } = log({ maxBufferSize: 50 });
    parser.feed('data: ');
    for (let i = 0; i < 50; i++) parser.feed('x');
    assert.deepEqual(calls, []);
    parser.feed('x');
    assert.deepEqual(calls, [['error', 'max-buffer-size-exceeded']]);
  });

  test('is told of as a ParseError that has its cause', () => {
    const [error] = errorsOf('data: 123456\n', { maxBufferSize: 5 });
    assert.ok(error instanceof ParseError);
    assert.deepEqual([error.field, error.value, error.line], [undefined, undefined, undefined]);
    assert.equal((error.cause as { code?: string }).code, 'ERR_SSE_EVENT_TOO_LARGE');
    assert.match(error.message, /\b5\b/);
  });

  test('without onError still stops the parser', () => {
    const parser = createParser({ maxBufferSize: 5 });
    parser.feed('data: 123456');
    assert.throws(() => parser.feed('x'));
  });

  test('may be Infinity, and not nothing', () => {
    createParser({ maxBufferSize: Infinity }).feed('data: x\n\n');
    for (const maxBufferSize of [0, -1, Number.NaN]) {
      assert.throws(() => createParser({ maxBufferSize }), { name: 'InvalidOptionError', message: /maxBufferSize/ });
    }
  });
});

describe('reset', () => {
  test('forgets the event that is being read', () => {
    const { parser, calls } = log();
    parser.feed('event: add\nid: 1\ndata: x\ndata: y');
    parser.reset();
    parser.feed('\ndata: z\n\n');
    assert.deepEqual(calls, [['event', { id: undefined, event: undefined, data: 'z' }]]);
  });

  test('lets the next stream have a byte order mark', () => {
    const { parser, calls } = log();
    for (let i = 0; i < 2; i++) {
      parser.feed('\u{FEFF}data: x\n\n');
      parser.reset();
    }
    assert.equal(calls.length, 2);
  });

  test('does not read the unfinished line', () => {
    const { parser, calls } = log();
    parser.feed('retry: 5');
    parser.reset();
    assert.deepEqual(calls, []);
  });

  test('with consume reads the unfinished line as if it had ended', () => {
    for (const [line, call] of [
      ['retry: 5', ['retry', 5]],
      ['retry: x', ['error', 'invalid-retry']],
      [': bye', ['comment', 'bye']],
    ] as const) {
      const { parser, calls } = log();
      parser.feed(line);
      parser.reset({ consume: true });
      assert.deepEqual(calls, [call]);
    }
  });

  test('with consume tells of a body that is no event stream', () => {
    const { parser, calls } = log();
    parser.feed('{"error": "unauthorized"}');
    parser.reset({ consume: true });
    assert.deepEqual(calls, [['error', 'unknown-field']]);
  });

  test('with consume dispatches no event', () => {
    const { parser, calls } = log();
    parser.feed('data: x');
    parser.reset({ consume: true });
    parser.feed('\n\n');
    assert.deepEqual(calls, []);
  });

  test('with consume after all lines have ended reads nothing', () => {
    const { parser, calls } = log();
    parser.feed('data: x\n\n');
    calls.length = 0;
    parser.reset({ consume: true });
    parser.reset({});
    assert.deepEqual(calls, []);
  });
});
