import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { parseEventStream, type ParsedEvent, ResponseError } from 'eventsource-wasm';
import { moduleMemory } from '../../support/module_memory.js';
import { readCases, type StreamRecord } from '../../support/cases.js';
import { byteByByte, chunkings } from '../../support/chunkings.js';
import { bytesOf, collect, streamOf, watchedStream } from './sources.js';

function eventsOf(records: readonly StreamRecord[]) {
  const ofEvents = records.filter(({ kind }) => kind === 'event');
  return ofEvents.map(({ values: { type, data, id, lastEventId = '' } }) => ({
    type: type ?? 'message',
    data,
    id,
    lastEventId,
    event: type,
  }));
}

function responseOf(body: BodyInit | null, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/event-stream', ...headers } });
}

const dataOf = (events: readonly ParsedEvent[]) => events.map(({ data }) => data);

/** The data of the events, and what was thrown after them. */
async function dataAndFailure(events: AsyncIterable<ParsedEvent>): Promise<[data: string[], failure: unknown]> {
  const data: string[] = [];
  try {
    for await (const event of events) data.push(event.data);
  } catch (error) {
    return [data, error];
  }
  return [data, undefined];
}

describe('the events of a stream', () => {
  test('are what every conformance case says, as bytes and as text', async () => {
    for (const { place, stream, maxEventSize, records } of readCases()) {
      if (maxEventSize !== undefined) continue;
      const expected = eventsOf(records);
      assert.deepEqual(await collect(parseEventStream(byteByByte(stream))), expected, place);
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(stream);
      assert.deepEqual(await collect(parseEventStream(text)), expected, place);
    }
  });

  test('are the same wherever it is cut', async () => {
    const stream = bytesOf('\uFEFFid: 水\r\nevent: añadir\r\ndata: 🎉\r\n\r\ndata: x\r\rdata: y\n\n');
    for (const [how, chunks] of chunkings(stream)) {
      const events = await collect(parseEventStream(streamOf(...chunks)));
      assert.deepEqual(dataOf(events), ['🎉', 'x', 'y'], how);
      assert.deepEqual(events[0], { type: 'añadir', data: '🎉', id: '水', lastEventId: '水', event: 'añadir' }, how);
      assert.deepEqual(
        events[1],
        { type: 'message', data: 'x', id: undefined, lastEventId: '水', event: undefined },
        how,
      );
    }
  });

  test('do not end with one that is not complete', async () => {
    assert.deepEqual(await collect(parseEventStream(['data: x\n\ndata: y\n'])).then(dataOf), ['x']);
  });

  test('come from whatever yields bytes or text', async () => {
    async function* chunks() {
      yield 'data: 1\n\nda';
      await Promise.resolve();
      yield bytesOf('ta: 2\n\n');
    }
    const stream = 'data: 1\n\ndata: 2\n\n';
    const sources = {
      'a response': responseOf(stream),
      'a stream of bytes': streamOf(bytesOf(stream)),
      'a stream of text': streamOf(stream),
      'an async iterable': chunks(),
      'an iterable': new Set(['data: 1\n', '\ndata: 2\n', '\n']),
      'a stream of Node': Readable.from([Buffer.from('data: 1\n\n'), Buffer.from('data: 2\n\n')]),
      'a stream of Node with text': Readable.from(['data: 1\n\n', 'data: 2\n\n']),
      bytes: bytesOf(stream),
      text: stream,
    };
    for (const [name, source] of Object.entries(sources)) {
      assert.deepEqual(await collect(parseEventStream(source)).then(dataOf), ['1', '2'], name);
    }
  });

  test('are none when there is no body', async () => {
    assert.deepEqual(await collect(parseEventStream(responseOf(null))), []);
  });

  test('come in their order to calls of next that do not wait for each other', async () => {
    const events = parseEventStream(streamOf('data: 1\n\ndata: 2\n\n', ': x\n', 'data: 3\n\n'));
    const results = await Promise.all(Array.from({ length: 5 }, () => events.next()));
    assert.deepEqual(
      results.map(({ value }) => value?.data),
      ['1', '2', '3', undefined, undefined],
    );
    assert.equal(results[4]?.done, true);
  });
});

describe('comments and reconnection times', () => {
  test('are told between the events that they stand between', async () => {
    const seen: unknown[] = [];
    const events = parseEventStream(': a\nretry: 5\ndata: 1\n\n: b\ndata: 2\n\n: c\n', {
      onComment: (comment) => seen.push(comment),
      onRetry: (retry) => seen.push(retry),
    });
    for await (const { data } of events) seen.push(`event ${data}`);
    assert.deepEqual(seen, ['a', 5, 'event 1', 'b', 'event 2', 'c']);
  });

  test('end the stream when their callback throws', async () => {
    const trouble = new Error('no comment');
    const source = watchedStream(['data: 1\n\n: x\ndata: 2\n\n'], 'stays open');
    const events = parseEventStream(source.stream, {
      onComment() {
        throw trouble;
      },
    });
    assert.deepEqual(await dataAndFailure(events), [['1'], trouble]);
    assert.equal(await source.cancelled, trouble);
  });
});

describe('finishOn', () => {
  const stream = 'data: [DONE] \n\ndata: x[DONE]\n\nevent: stop\ndata: 1\n\ndata: [DONE]\n\ndata: 2\n\n';

  test('data ends the stream, compared whole, and is not delivered', async () => {
    const source = watchedStream([stream], 'stays open');
    const events = await collect(parseEventStream(source.stream, { finishOn: { data: '[DONE]' } }));
    assert.deepEqual(dataOf(events), ['[DONE] ', 'x[DONE]', '1']);
    await source.cancelled;
    assert.equal(source.stream.locked, false);
  });

  test('event ends the stream, and is delivered', async () => {
    const source = watchedStream([stream], 'stays open');
    const events = await collect(parseEventStream(source.stream, { finishOn: { event: ['end', 'stop'] } }));
    assert.deepEqual(dataOf(events), ['[DONE] ', 'x[DONE]', '1']);
    await source.cancelled;
  });

  test('makes another end an error, after the events', async () => {
    for (const finishOn of [{ data: '[DONE]' }, { event: 'stop' }, {}]) {
      const [data, failure] = await dataAndFailure(parseEventStream('data: 1\n\ndata: [DONE]', { finishOn }));
      assert.deepEqual(data, ['1']);
      assert.equal((failure as { code?: string }).code, 'ERR_SSE_STREAM_ENDED');
    }
  });

  test('end allows every end', async () => {
    for (const finishOn of ['end' as const, { end: true, data: '[DONE]' }]) {
      assert.deepEqual(await collect(parseEventStream('data: 1\n\n', { finishOn })).then(dataOf), ['1']);
    }
  });

  test('that is none is refused', () => {
    assert.throws(() => parseEventStream('', { finishOn: 'never' as 'end' }), { code: 'ERR_SSE_INVALID_OPTION' });
  });
});

describe('leaving the loop', () => {
  test('cancels the stream and lets go of it', async () => {
    const source = watchedStream(['data: 1\n\ndata: 2\n\n'], 'stays open');
    for await (const { data } of parseEventStream(source.stream)) {
      assert.equal(data, '1');
      assert.ok(source.stream.locked);
      break;
    }
    assert.ok(source.isCancelled);
    assert.equal(source.stream.locked, false);
  });

  test('destroys a stream of Node', async () => {
    const source = new Readable({ read: () => undefined });
    source.push('data: 1\n\n');
    for await (const { data } of parseEventStream(source)) {
      assert.equal(data, '1');
      break;
    }
    assert.ok(source.destroyed);
  });

  test('returns from a generator', async () => {
    let returned = false;
    function* chunks() {
      try {
        for (;;) yield 'data: 1\n\n';
      } finally {
        returned = true;
      }
    }
    for await (const { data } of parseEventStream(chunks())) {
      assert.equal(data, '1');
      break;
    }
    assert.ok(returned);
  });

  test('before it began cancels the stream too', async () => {
    const source = watchedStream(['data: 1\n\n'], 'stays open');
    const events = parseEventStream(source.stream);
    assert.deepEqual(await events.return?.(), { done: true, value: undefined });
    assert.ok(source.isCancelled);
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  });

  test('does not wait for a chunk that never comes', async () => {
    async function* never(): AsyncGenerator<string> {
      await new Promise(() => undefined);
      yield '';
    }
    const sources = [watchedStream<string>([], 'stays open').stream, new Readable({ read: () => undefined }), never()];
    for (const source of sources) {
      const events = parseEventStream(source);
      const waiting = events.next();
      await events.return?.();
      assert.deepEqual(await waiting, { done: true, value: undefined });
    }
  });

  test('is not troubled by a stream that cannot be cancelled', async () => {
    const stream = new ReadableStream<string>({
      start: (controller) => {
        controller.enqueue('data: 1\n\n');
      },
      cancel: () => Promise.reject(new Error('no')),
    });
    for await (const { data } of parseEventStream(stream)) {
      assert.equal(data, '1');
      break;
    }
    assert.equal(stream.locked, false);
  });
});

test('the stream is read as events are taken', async () => {
  const source = watchedStream(Array.from({ length: 100 }, (_, i) => `data: ${i}\n\ndata: and\n\n`));
  const events = parseEventStream(source.stream);
  for (let i = 0; i < 10; i++) {
    assert.equal((await events.next()).value?.data, String(i));
    assert.equal(source.pulled, i + 1);
    assert.equal((await events.next()).value?.data, 'and');
  }
  assert.equal(source.pulled, 10);
  await events.return?.();
});

describe('a failure', () => {
  test('of the source is thrown after the events before it, and once', async () => {
    const trouble = new Error('cut off');
    for (const source of [watchedStream(['data: 1\n\ndata: 2\n\n'], trouble).stream, failing(trouble)]) {
      const events = parseEventStream(source);
      assert.deepEqual(await dataAndFailure(events), [['1', '2'], trouble]);
      assert.deepEqual(await events.next(), { done: true, value: undefined });
    }
    async function* failing(error: Error) {
      yield await Promise.resolve('data: 1\n\ndata: 2\n\n');
      throw error;
    }
  });

  test('is an event that is too large', async () => {
    const source = watchedStream(['data: 1\n\ndata: 123456\n\n'], 'stays open');
    const [data, failure] = await dataAndFailure(parseEventStream(source.stream, { maxEventSize: 5 }));
    assert.deepEqual(data, ['1']);
    assert.equal((failure as { code?: string }).code, 'ERR_SSE_EVENT_TOO_LARGE');
    assert.equal(await source.cancelled, failure);
  });

  test('is a chunk that is none', async () => {
    const source = watchedStream(['data: 1\n\n', 5 as unknown as string], 'stays open');
    const [data, failure] = await dataAndFailure(parseEventStream(source.stream));
    assert.deepEqual(data, ['1']);
    assert.ok(failure instanceof TypeError);
    assert.equal(await source.cancelled, failure);
  });

  test('is a source that is none, or is read by somebody else', async () => {
    const others: unknown[] = [undefined, null, 5, {}, () => undefined];
    for (const source of others) {
      assert.throws(() => parseEventStream(source as string), TypeError);
    }
    const stream = streamOf('');
    stream.getReader();
    assert.throws(() => parseEventStream(stream), TypeError);
    const response = responseOf('data: 1\n\n');
    await response.text();
    assert.throws(() => parseEventStream(response), TypeError);
    assert.throws(() => parseEventStream('', { maxEventSize: 0 }), { code: 'ERR_SSE_INVALID_OPTION' });
  });
});

describe('a response that is no event stream', () => {
  const refused = async (response: Response): Promise<ResponseError> => {
    const [data, failure] = await dataAndFailure(parseEventStream(response));
    assert.deepEqual(data, []);
    assert.ok(failure instanceof ResponseError);
    return failure;
  };

  test('is an error with its status, its headers and the beginning of its body', async () => {
    const error = await refused(responseOf('no key', 401, { 'x-request': '1' }));
    assert.equal(error.code, 'ERR_SSE_STATUS');
    assert.equal(error.status, 401);
    assert.equal(error.headers.get('x-request'), '1');
    assert.equal(error.body, 'no key');
    assert.equal((await refused(responseOf(null, 204))).code, 'ERR_SSE_NO_CONTENT');
    assert.equal((await refused(responseOf('', 200, { 'content-type': 'text/html' }))).code, 'ERR_SSE_CONTENT_TYPE');
  });

  test('can be read by whoever catches the error', async () => {
    const response = responseOf('{"error": "no key"}', 401);
    try {
      await parseEventStream(response).next();
      assert.fail('there is an error');
    } catch (error) {
      assert.ok(error instanceof ResponseError);
      assert.deepEqual(await error.response.json(), { error: 'no key' });
    }
  });

  test('is cancelled when nobody reads it', async () => {
    const source = watchedStream([bytesOf('wrong')], 'stays open');
    const response = responseOf(source.stream, 500);
    const events = parseEventStream(response);
    await events.return?.();
    await source.cancelled;
  });

  test('is an event stream when it is not checked', async () => {
    const response = new Response('data: 1\n\n', { status: 500 });
    assert.deepEqual(await collect(parseEventStream(response, { checkResponse: false })).then(dataOf), ['1']);
  });
});

describe('signal', () => {
  test('cancels the stream and is thrown at once', async () => {
    const source = watchedStream(['data: 1\n\ndata: 2\n\n'], 'stays open');
    const abort = new AbortController();
    const events = parseEventStream(source.stream, { signal: abort.signal });
    assert.equal((await events.next()).value?.data, '1');
    const trouble = new Error('enough');
    abort.abort(trouble);
    await assert.rejects(events.next(), trouble);
    assert.equal(await source.cancelled, trouble);
    assert.equal(source.stream.locked, false);
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  });

  test('ends waiting', async () => {
    const sources = [watchedStream<string>([], 'stays open').stream, new Readable({ read: () => undefined })];
    for (const source of sources) {
      const abort = new AbortController();
      const waiting = parseEventStream(source, { signal: abort.signal }).next();
      abort.abort();
      await assert.rejects(waiting, { name: 'AbortError' });
    }
  });

  test('that is aborted beforehand', async () => {
    const source = watchedStream(['data: 1\n\n'], 'stays open');
    const events = parseEventStream(source.stream, { signal: AbortSignal.abort() });
    await assert.rejects(events.next(), { name: 'AbortError' });
    assert.equal(source.pulled, 0);
    await source.cancelled;
  });

  test('is let go of when the stream has ended', async () => {
    const { signal } = new AbortController();
    const events = parseEventStream('data: 1\n\n', { signal });
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    await collect(events);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

test('the memory of the WebAssembly module is given back however a stream ends', async () => {
  const held = `data: 1\n\ndata: ${'x'.repeat(20_000)}`;
  const trouble = new Error('cut off');
  const run = async (): Promise<void> => {
    for (let i = 0; i < 300; i++) {
      await collect(parseEventStream([held]));
      await dataAndFailure(parseEventStream(watchedStream([held], trouble).stream));
      const left = parseEventStream(watchedStream([held], 'stays open').stream);
      await left.next();
      await left.return?.();
      const abort = new AbortController();
      const aborted = parseEventStream(watchedStream([held], 'stays open').stream, { signal: abort.signal });
      await aborted.next();
      abort.abort();
      await assert.rejects(aborted.next());
    }
  };
  await run();
  const before = moduleMemory();
  await run();
  assert.equal(moduleMemory(), before);
});
