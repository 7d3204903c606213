import assert from 'node:assert/strict';
import { createEventSource, DataError, type EventSourceError, type StandardSchema } from 'eventsource-wasm';
import { end, stream } from '../../support/server_script.js';
import { dataOf, sourceTests } from './source_test.js';

const test = sourceTests();

interface Token {
  text: string;
}

function schema(isAsync: boolean): StandardSchema<Token> {
  const validate = (value: unknown): ReturnType<StandardSchema<Token>['~standard']['validate']> => {
    const isToken = typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
    const result = isToken
      ? { value: { text: String(value.text).toUpperCase() } }
      : { issues: [{ message: 'text is missing', path: ['text'] }] };
    return isAsync ? Promise.resolve(result) : result;
  };
  return { '~standard': { version: 1, vendor: 'test', validate } };
}

const events =
  'event: token\ndata: {"text":"a"}\n\nevent: token\ndata: {}\n\nevent: token\ndata: {"te\n\nevent: token\ndata\n\ndata: {raw\n\n';

for (const isAsync of [false, true]) {
  test(`a ${isAsync ? 'slow' : 'quick'} schema makes the data; a refusal is told, and the stream goes on`, async (context) => {
    const { url } = await context.server.script(stream(events, end));
    const errors: EventSourceError[] = [];
    const source = context.open<{ token: Token; message: string }>(url, {
      finishOn: 'end',
      json: { token: schema(isAsync) },
      onError: (error) => void errors.push(error),
    });
    assert.deepEqual(await dataOf(source), [{ text: 'A' }, '', '{raw']);
    assert.equal(await source.closed, undefined);
    const [refused, broken] = errors;
    assert.ok(refused instanceof DataError && broken instanceof DataError);
    assert.equal(refused.code, 'ERR_SSE_DATA');
    assert.deepEqual(refused.issues, [{ message: 'text is missing', path: ['text'] }]);
    assert.equal(refused.event.data, '{}');
    assert.equal(refused.event.type, 'token');
    assert.equal(broken.issues, undefined);
    assert.ok(broken.cause instanceof SyntaxError);
  });
}

test('a function makes the data; what it throws, or a promise of it rejects with, is a refusal', async (context) => {
  const { url } = await context.server.script(
    stream('event: a\ndata: 1\n\nevent: a\ndata: 2\n\nevent: b\ndata: 3\n\n', end),
  );
  const errors: unknown[] = [];
  const source = context.open<{ a: number; b: unknown }>(url, {
    finishOn: 'end',
    json: {
      a: (value) => {
        if (value === 2) throw new Error('not two');
        return Number(value) * 10;
      },
      b: () => Promise.reject(new Error('not b')),
    },
    onError: (error) => void errors.push(error.cause instanceof Error ? error.cause.message : error),
  });
  assert.deepEqual(await dataOf(source), [10]);
  assert.deepEqual(errors, ['not two', 'not b']);
});

test('json: true parses the data of all types; a sentinel is not parsed', async (context) => {
  const { url } = await context.server.script(stream('data: {"a":1}\n\ndata: [2]\n\ndata: [DONE]\n\n'));
  const source = createEventSource({ url, json: true, finishOn: { data: '[DONE]' } });
  assert.deepEqual(await dataOf(source), [{ a: 1 }, [2]]);
});
