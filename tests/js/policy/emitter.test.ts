import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource, DataError, type EventSourceError, QueueOverflowError } from 'eventsource-wasm';
import { ScriptedFetch } from '../../support/scripted_fetch.js';
import { type Answer, end, stream } from '../../support/server_script.js';

const url = 'http://stand-in.test/';

/** A server that gives these answers, the last of them again and again. */
function answering(...answers: readonly Answer[]): ScriptedFetch {
  return new ScriptedFetch((index) => answers[Math.min(index, answers.length - 1)] as Answer);
}

const named = stream('event: price\ndata: 1\n\ndata: 2\n\nevent: price\ndata: 3\n\nevent: error\ndata: 4\n\n', end);

describe('policy: who hears what', () => {
  test('on, once and off by type, and a catch-all', async () => {
    const heard: string[] = [];
    const { fetch } = answering(named);
    const source = createEventSource({ url, fetch, finishOn: 'end' });
    const removed = (): void => {
      heard.push('removed');
    };
    source
      .on('price', ({ data }) => heard.push(`on ${data}`))
      .once('price', ({ data }) => heard.push(`once ${data}`))
      .on('price', removed)
      .off('price', removed)
      .onAny(({ type, data }) => heard.push(`any ${type} ${data}`));
    await source.closed;
    assert.deepEqual(heard, ['on 1', 'once 1', 'any price 1', 'any message 2', 'on 3', 'any price 3', 'any error 4']);
  });

  test('what the server calls error or open is an event like any other', async () => {
    const { fetch } = answering(stream('event: open\ndata: 1\n\nevent: error\ndata: 2\n\n', end));
    const heard: string[] = [];
    const errors: EventSourceError[] = [];
    const source = createEventSource({ url, fetch, finishOn: 'end', onError: (error) => errors.push(error) });
    source.on('open', ({ data }) => heard.push(data)).on('error', ({ data }) => heard.push(data));
    await source.closed;
    assert.deepEqual([heard, errors], [['1', '2'], []]);
  });

  test('comments, the answer, the delay and the end have callbacks of their own', async () => {
    const told: unknown[] = [];
    const { fetch } = answering({ ...stream(': hello\n', end), headers: { 'x-region': 'eu' } });
    const source = createEventSource({
      url,
      fetch,
      onMessage: () => undefined,
      onConnect: ({ response, attempt }) => told.push([response.headers.get('x-region'), attempt]),
      onComment: (text) => told.push(text),
      onDisconnect: ({ error }) => told.push(error?.code),
      onError: ({ code }) => told.push(code),
      onScheduleReconnect: ({ attempt }) => {
        told.push(attempt);
        source.close();
      },
    });
    await source.closed;
    assert.deepEqual(told, [['eu', 1], 'hello', 'ERR_SSE_STREAM_ENDED', 'ERR_SSE_STREAM_ENDED', 1]);
  });

  test('connect() begins again where the stream was', async () => {
    const network = answering(stream('id: 1\ndata: 1\n\n'), stream('data: 2\n\n'));
    const source = createEventSource({ url, fetch: network.fetch });
    const next = (): Promise<string> => new Promise((resolve) => source.once('message', ({ data }) => resolve(data)));
    assert.equal(await next(), '1');
    source.close();
    source.connect();
    assert.equal(await next(), '2');
    source.close();
    assert.equal(network.requests[1]?.headers['last-event-id'], '1');
  });

  test('one that throws keeps nothing from the others, and leaves no connection open', async () => {
    const network = answering(stream('data: 1\n\ndata: 2\n\n', end));
    const mistakes: unknown[] = [];
    const heard: string[] = [];
    const source = createEventSource({
      url,
      fetch: network.fetch,
      finishOn: 'end',
      onHandlerError: (error) => mistakes.push((error as Error).message),
    });
    source.on('message', () => {
      throw new Error('a mistake');
    });
    source.on('message', ({ data }) => heard.push(data));
    await source.closed;
    assert.deepEqual([heard, mistakes, network.openCount], [['1', '2'], ['a mistake', 'a mistake'], 0]);
  });
});

describe('policy: what becomes of data', () => {
  test('JSON by type, and bad JSON is an error that carries its event while the stream goes on', async () => {
    interface Token {
      readonly text: string;
    }
    const { fetch } = answering(
      stream(
        'data:\n\nevent: token\ndata: {"text":"a"}\n\nevent: token\ndata: {\n\nevent: token\ndata: {"text":"b"}\n\n',
        end,
      ),
    );
    const errors: EventSourceError[] = [];
    const texts: string[] = [];
    const source = createEventSource<{ token: Token; message: string }>({
      url,
      fetch,
      finishOn: 'end',
      json: { token: true },
      onError: (error) => errors.push(error),
    });
    source.on('token', ({ data }) => texts.push(data.text)).on('message', ({ data }) => texts.push(`"${data}"`));
    await source.closed;
    assert.deepEqual(texts, ['""', 'a', 'b']);
    const [error] = errors;
    assert.ok(error instanceof DataError);
    assert.equal(error.event.data, '{');
  });

  test('a bound on what waits: pause, drop-oldest and error', async () => {
    const answer = stream(...Array.from({ length: 8 }, (_, index) => `data: ${index}\n\n`), end);
    const iterate = async (overflow: 'pause' | 'drop-oldest' | 'error'): Promise<unknown[]> => {
      const { fetch } = answering(answer);
      const source = createEventSource({
        url,
        fetch,
        finishOn: 'end',
        queue: { limit: 3, overflow },
        onError: () => undefined,
      });
      const iterator = source[Symbol.asyncIterator]();
      if (overflow !== 'pause') await source.closed;
      const got: unknown[] = [];
      try {
        for await (const { data } of iterator) got.push(data);
      } catch (error) {
        got.push(error instanceof QueueOverflowError ? error.code : error);
      }
      return got;
    };
    assert.deepEqual(await iterate('pause'), ['0', '1', '2', '3', '4', '5', '6', '7']);
    assert.deepEqual(await iterate('drop-oldest'), ['5', '6', '7']);
    assert.equal((await iterate('error')).at(-1), 'ERR_SSE_QUEUE_OVERFLOW');
  });
});
