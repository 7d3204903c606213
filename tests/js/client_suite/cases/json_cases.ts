import { DataError, type StandardSchema } from 'eventsource-wasm';
import { equal, ok, thrownBy } from '../../../support/expect.js';
import { stream } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { codeOf, openSource, take } from '../source.js';

/** Data that are JSON. */
export const jsonCases: Cases = {
  'true: the data of all types are parsed, and the text is there as well': async (context) => {
    const target = await context.server.script(
      stream('data: {"a": [1,\ndata: 2]}\n\nevent: x\ndata: null\n\ndata: "é"\n\n'),
    );
    const log = new Log<unknown>();
    openSource<Record<string, unknown>>(context, target.url, {
      json: true,
      onMessage: ({ data, rawData }) => log.add([data, rawData]),
    });
    equal(await log.of(3), [
      [{ a: [1, 2] }, '{"a": [1,\n2]}'],
      [null, 'null'],
      ['é', '"é"'],
    ]);
  },

  'empty data are not parsed': async (context) => {
    const target = await context.server.script(stream('id: 1\ndata\n\nevent: ping\ndata:\n\ndata: 1\n\n'));
    const errors: unknown[] = [];
    const source = openSource<Record<string, unknown>>(context, target.url, {
      json: true,
      onError: (error) => errors.push(error),
    });
    equal([await take(source[Symbol.asyncIterator](), 3), errors], [['', '', 1], []]);
  },

  'bad data go to onError, with the event, and the stream goes on': async (context) => {
    const target = await context.server.script(stream('id: 1\nevent: x\ndata: {"a":\n\ndata: 2\n\n'));
    const errors: unknown[] = [];
    const source = openSource<Record<string, unknown>>(context, target.url, {
      json: true,
      onError: (error) => errors.push(error),
    });
    equal([await take(source[Symbol.asyncIterator](), 1), source.readyState], [[2], 'open']);
    const [error] = errors;
    ok(error instanceof DataError && error.cause instanceof SyntaxError, 'a DataError because of a SyntaxError');
    equal(
      [errors.length, error.code, error.event, error.issues, error.delay],
      [1, 'ERR_SSE_DATA', { type: 'x', data: '{"a":', id: '1', lastEventId: '1' }, undefined, undefined],
    );
  },

  'bad data that nobody hears of go to the console': async (context) => {
    const logs = context.captureConsole();
    const target = await context.server.script(stream('data: {\n\ndata: 2\n\n'));
    const source = openSource<Record<string, unknown>>(context, target.url, { json: true });
    equal(await take(source[Symbol.asyncIterator](), 1), [2]);
    equal(logs.map(codeOf), ['ERR_SSE_DATA']);
  },

  'by type: the data of others are text, whatever the types are called': async (context) => {
    const target = await context.server.script(
      stream(
        'event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: constructor\ndata: 3\n\nevent: __proto__\ndata: 4\n\nevent: toString\ndata: 5\n\n',
      ),
    );
    const log = new Log<unknown>();
    openSource<Record<string, unknown>>(context, target.url, {
      json: { a: true, ['__proto__']: true },
      onMessage: ({ data }) => log.add(data),
    });
    equal(await log.of(5), [1, '2', '3', 4, '5']);
  },

  'a function makes the data, or throws': async (context) => {
    const target = await context.server.script(stream('data: 20\n\ndata: -1\n\ndata: 4\n\n'));
    const errors: unknown[] = [];
    const source = openSource<{ message: number }>(context, target.url, {
      json: { message: (value) => half(value) },
      onError: (error) => errors.push(error),
    });
    equal(await take(source[Symbol.asyncIterator](), 2), [10, 2]);
    const [error] = errors;
    ok(error instanceof DataError && error.cause instanceof RangeError, 'a DataError because of a RangeError');
    equal(error.event.data, '-1');
  },

  'so does a schema': async (context) => {
    const target = await context.server.script(stream('data: 20\n\ndata: -1\n\ndata: 4\n\n'));
    const errors: unknown[] = [];
    const source = openSource(context, target.url, {
      json: { message: schema((value) => value) },
      onError: (error) => errors.push(error),
    });
    equal(await take(source[Symbol.asyncIterator](), 2), [10, 2]);
    const [error] = errors;
    ok(error instanceof DataError, 'a DataError');
    equal([error.issues, error.event.data, error.cause], [[{ message: 'too small', path: ['n'] }], '-1', undefined]);
  },

  'a schema that takes its time keeps the order': async (context) => {
    const target = await context.server.script(stream('data: 20\n\nevent: other\ndata: x\n\ndata: -1\n\ndata: 4\n\n'));
    const log = new Log<unknown>();
    openSource<Record<string, unknown>>(context, target.url, {
      json: {
        message: schema(async (result) => {
          await context.server.script();
          return result;
        }),
      },
      onMessage: ({ data }) => log.add(data),
      onError: ({ code }) => log.add(code),
    });
    equal(await log.of(4), [10, 'x', 'ERR_SSE_DATA', 2]);
  },

  'a schema that breaks is a refusal': async (context) => {
    const target = await context.server.script(stream('data: 1\n\nevent: late\ndata: 1\n\ndata\n\n'));
    const log = new Log<unknown>();
    openSource<Record<string, unknown>>(context, target.url, {
      json: {
        message: schema(() => {
          throw new Error('broken');
        }),
        late: schema(() => Promise.reject(new Error('broken, too'))),
      },
      onMessage: ({ data }) => log.add(data),
      onError: ({ code, cause }) => log.add(`${code} ${String(cause)}`),
    });
    equal(await log.of(3), ['ERR_SSE_DATA Error: broken', 'ERR_SSE_DATA Error: broken, too', '']);
  },

  'close() by what decodes, or while it is at work: the event does not come, and comes after connect()': async (
    context,
  ) => {
    for (const isAsync of [false, true]) {
      const target = await context.server.script(stream('id: 1\ndata: 2\n\nid: 2\ndata: 4\n\n'), stream('data: 6\n\n'));
      const log = new Log<unknown>();
      const source = openSource<Record<string, unknown>>(context, target.url, {
        json: {
          message: schema((result) => {
            if (result.issues !== undefined || result.value !== 2) return result;
            source.close();
            return isAsync ? Promise.resolve(result) : result;
          }),
        },
        onMessage: ({ data }) => log.add(data),
      });
      equal(await source.closed, undefined);
      await context.settle();
      equal([log.entries, source.lastEventId], [[1], '1']);
      source.connect();
      equal(await log.of(2), [1, 3]);
      equal((await target.requests(2))[1]?.headers['last-event-id'], '1');
    }
  },

  'the sentinel need not be JSON': async (context) => {
    const target = await context.server.script(stream('data: {"n": 1}\n\ndata: [DONE]\n\n'));
    const errors: unknown[] = [];
    const source = openSource<Record<string, unknown>>(context, target.url, {
      json: true,
      finishOn: { data: '[DONE]' },
      onError: (error) => errors.push(error),
    });
    equal([await take(source[Symbol.asyncIterator]()), errors], [[{ n: 1 }], []]);
  },

  'what cannot work is refused by name': (context) => {
    const json = { price: 'number' } as unknown as { price: true };
    const error = thrownBy(() => openSource(context, 'http://127.0.0.1/', { json }));
    ok(error instanceof TypeError && 'option' in error, 'an InvalidOptionError');
    equal(error.option, 'json.price');
  },
};

function half(value: unknown): number {
  if (typeof value !== 'number' || value < 0) throw new RangeError('too small');
  return value / 2;
}

type Result = ReturnType<StandardSchema<number>['~standard']['validate']>;

/** Halves numbers, and refuses those below zero. */
function schema(answer: (result: Awaited<Result>) => Result): StandardSchema<number> {
  return {
    '~standard': {
      version: 1,
      vendor: 'tests',
      validate: (value) => {
        const isGood = typeof value === 'number' && value >= 0;
        return answer(isGood ? { value: half(value) } : { issues: [{ message: 'too small', path: ['n'] }] });
      },
    },
  };
}
