import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventSourceParserStream as exportedByIndex } from 'eventsource-wasm';
import { EventSourceParserStream, ParseError, type StreamOptions } from 'eventsource-wasm/stream';
import { moduleMemory } from '../../support/module_memory.js';
import { readCases, type StreamRecord } from '../../support/cases.js';
import { byteByByte, chunkings } from '../../support/chunkings.js';
import { bytesOf, type Chunk, collect, streamOf, watchedStream } from './sources.js';

// What programs written for the stream of eventsource-parser 4 rely on, and bytes.

function parse(chunks: Iterable<Chunk>, options?: StreamOptions) {
  return collect(watchedStream(chunks).stream.pipeThrough(new EventSourceParserStream(options)));
}

function eventsOf(records: readonly StreamRecord[]) {
  return records
    .filter(({ kind }) => kind === 'event')
    .map(({ values }) => ({ id: values['id'], event: values['type'], data: values['data'] }));
}

describe('a stream of events', () => {
  test('has the id, the event and the data of each', async () => {
    const events = await parse(['id: 1\nevent: add\ndata: x\n\ndata: y\ndata: z\n\n']);
    assert.deepEqual(events, [
      { id: '1', event: 'add', data: 'x' },
      { id: undefined, event: undefined, data: 'y\nz' },
    ]);
  });

  test('is what every conformance case says, byte by byte and whole, as bytes and as text', async () => {
    for (const { place, stream, maxEventSize, records } of readCases()) {
      if (maxEventSize !== undefined) continue;
      const expected = eventsOf(records);
      assert.deepEqual(await parse([stream]), expected, place);
      assert.deepEqual(await parse(byteByByte(stream)), expected, place);
      // Ill-formed UTF-8 does not survive as text.
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(stream);
      assert.deepEqual(await parse([text]), expected, place);
      assert.deepEqual(await parse(text.split('')), expected, place);
    }
  });

  test('is the same wherever it is cut', async () => {
    const stream = bytesOf('\uFEFFid: 水\r\nevent: añadir\r\ndata: 🎉\r\n\r\ndata: x\r\rdata: y\n\n');
    for (const [how, chunks] of chunkings(stream)) {
      const expected = [
        { id: '水', event: 'añadir', data: '🎉' },
        { id: undefined, event: undefined, data: 'x' },
        { id: undefined, event: undefined, data: 'y' },
      ];
      assert.deepEqual(await parse(chunks), expected, how);
    }
  });

  test('can be made from decoded text, as for eventsource-parser', async () => {
    const text = streamOf(bytesOf('data: é\n\n')).pipeThrough(new TextDecoderStream());
    const [event] = await collect(text.pipeThrough(new EventSourceParserStream()));
    assert.equal(event?.data, 'é');
  });

  test('does not end with an event that is not complete', async () => {
    assert.deepEqual(await parse(['data: x']), []);
    assert.deepEqual(await parse(['data: x\n']), []);
  });

  test('is a TransformStream, and so is one of a class that inherits from it', () => {
    class Counting extends EventSourceParserStream {
      readonly count = 1;
    }
    for (const stream of [new EventSourceParserStream(), new Counting()]) {
      assert.ok(stream instanceof TransformStream);
      assert.ok(stream instanceof EventSourceParserStream);
      assert.ok(stream.readable instanceof ReadableStream);
      assert.equal(Object.prototype.toString.call(stream), '[object TransformStream]');
    }
    assert.equal(new Counting().count, 1);
    assert.equal(Object.getPrototypeOf(new EventSourceParserStream()), EventSourceParserStream.prototype);
  });

  test('is exported by the package itself too', () => {
    assert.equal(exportedByIndex, EventSourceParserStream);
  });
});

describe('callbacks', () => {
  test('are told of IDs, reconnection times and comments', async () => {
    const calls: unknown[] = [];
    await parse([': hello\nretry: 5\nid: 1\ndata: x\n\nid: 2\n\n'], {
      onComment: (comment) => calls.push(comment),
      onRetry: (retry) => calls.push(retry),
      onId: (id) => calls.push(`id ${id}`),
    });
    assert.deepEqual(calls, ['hello', 5, 'id 1', 'id 2']);
  });

  test('that throw fail the stream', async () => {
    const trouble = new Error('no comment');
    const onComment = (): never => {
      throw trouble;
    };
    await assert.rejects(parse([': x\n', 'data: y\n\n'], { onComment }), trouble);
  });
});

describe('errors', () => {
  const stream = 'data: 1\n\nfoo: bar\ndata: 2\n\nretry: soon\ndata: 3\n\n';
  const dataOf = (events: readonly { data: string }[]) => events.map(({ data }) => data);

  test('are ignored by default', async () => {
    assert.deepEqual(dataOf(await parse([stream])), ['1', '2', '3']);
  });

  test('are told to a function, and the stream goes on', async () => {
    const errors: ParseError[] = [];
    const events = await parse([stream], { onError: (error) => errors.push(error) });
    assert.deepEqual(dataOf(events), ['1', '2', '3']);
    assert.deepEqual(
      errors.map(({ type }) => type),
      ['unknown-field', 'invalid-retry'],
    );
  });

  test('fail the stream when they are to terminate it', async () => {
    const failure = await parse([stream], { onError: 'terminate' }).catch((error: unknown) => error);
    assert.ok(failure instanceof ParseError);
    assert.equal(failure.type, 'unknown-field');
  });

  test('about too large an event always fail it, with the error that the function was told', async () => {
    const errors: unknown[] = [];
    const options = { maxBufferSize: 5, onError: (error: unknown) => errors.push(error) };
    const failure: unknown = await parse(['data: 123456\n\n', 'data: 1\n\n'], options).catch((error: unknown) => error);
    assert.ok(failure instanceof ParseError);
    assert.equal(failure.type, 'max-buffer-size-exceeded');
    assert.deepEqual(errors, [failure]);
    await assert.rejects(parse(['data: 123456'], { maxBufferSize: 5 }), { type: 'max-buffer-size-exceeded' });
  });

  test('of the source come out of the stream', async () => {
    const trouble = new Error('cut off');
    const { stream } = watchedStream(['data: 1\n\n'], trouble);
    const reader = stream.pipeThrough(new EventSourceParserStream()).getReader();
    assert.equal((await reader.read()).value?.data, '1');
    await assert.rejects(reader.read(), trouble);
  });

  test('are thrown for what is no chunk, and for a bound that is none', async () => {
    await assert.rejects(parse([5 as unknown as string]), TypeError);
    assert.throws(() => new EventSourceParserStream({ maxBufferSize: 0 }), { code: 'ERR_SSE_INVALID_OPTION' });
  });
});

describe('a reader', () => {
  test('that is slow stops the source', async () => {
    const source = watchedStream(Array.from({ length: 100 }, (_, i) => `data: ${i}\n\n`));
    const reader = source.stream.pipeThrough(new EventSourceParserStream()).getReader();
    for (let i = 0; i < 10; i++) assert.equal((await reader.read()).value?.data, String(i));
    // A chunk waits on the way into the stream.
    assert.ok(source.pulled <= 12, `${source.pulled} chunks were pulled`);
    await reader.cancel();
  });

  test('that cancels cancels the source', async () => {
    const source = watchedStream(['data: 1\n\n'], 'stays open');
    const reader = source.stream.pipeThrough(new EventSourceParserStream()).getReader();
    await reader.read();
    await reader.cancel('enough');
    assert.equal(await source.cancelled, 'enough');
  });
});

describe('the memory of the WebAssembly module', () => {
  const held = bytesOf(`data: ${'x'.repeat(20_000)}`);
  const write = async (stream: EventSourceParserStream): Promise<WritableStreamDefaultWriter<Chunk>> => {
    const writer = stream.writable.getWriter();
    void stream.readable
      .getReader()
      .read()
      .catch(() => undefined);
    await writer.write(held);
    return writer;
  };
  const ends: Record<string, (stream: EventSourceParserStream) => Promise<void>> = {
    'the end': async (stream) => (await write(stream)).close(),
    'a failure': async (stream) => (await write(stream)).write(5 as unknown as string).catch(() => undefined),
    'an error that terminates': async (stream) => (await write(stream)).write('\nfoo: bar\n').catch(() => undefined),
  };
  // Node 20 does not tell a transformer; there the garbage collector frees it.
  const told = { cancelled: false };
  const transformer: Transformer & { cancel: () => void } = {
    cancel() {
      told.cancelled = true;
    },
  };
  void new TransformStream(transformer).readable.cancel();
  if (told.cancelled) {
    ends['an abort'] = async (stream) => (await write(stream)).abort();
    ends['a cancel'] = async (stream) => {
      const writer = stream.writable.getWriter();
      const reader = stream.readable.getReader();
      const read = reader.read();
      await writer.write(held);
      await reader.cancel();
      await read;
    };
  }

  for (const [name, end] of Object.entries(ends)) {
    test(`is given back after ${name}`, async () => {
      const run = async (): Promise<void> => {
        for (let i = 0; i < 500; i++) await end(new EventSourceParserStream({ onError: 'terminate' }));
      };
      await run();
      const before = moduleMemory();
      await run();
      assert.equal(moduleMemory(), before);
    });
  }
});
