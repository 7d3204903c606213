import { equal, ok } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { codeOf, numbered, openSource, rejection, take } from '../source.js';

/** A source as the subject of a loop. */
export const iteratorCases: Cases = {
  'a loop gets the events in order, and ends when the stream is finished': async (context) => {
    const target = await context.server.script(stream(numbered(2), wait, numbered(2, 3), 'data: [DONE]\n\n'));
    const source = openSource(context, target.url, { finishOn: { data: '[DONE]' } });
    const data: string[] = [];
    for await (const event of source) {
      data.push(event.data);
      if (event.data === '2') await target.release();
    }
    equal([data, source.readyState, await source.closed], [['1', '2', '3', '4'], 'closed', undefined]);
  },

  'events wait for the first consumer': async (context) => {
    const target = await context.server.script(stream(numbered(2), numbered(1, 3)));
    const source = openSource(context, target.url);
    await target.requests(1);
    await context.settle();
    equal(await take(source[Symbol.asyncIterator](), 3), ['1', '2', '3']);
  },

  'a loop sees nothing of a reconnect': async (context) => {
    const target = await context.server.script(
      stream(numbered(2), end),
      stream(numbered(2, 3), end),
      stream(numbered(1, 5)),
    );
    const source = openSource(context, target.url);
    equal(await take(source[Symbol.asyncIterator](), 5), ['1', '2', '3', '4', '5']);
    equal(
      (await target.requests(3)).map(({ headers }) => headers['last-event-id']),
      [undefined, '2', '4'],
    );
  },

  'break closes the connection to the server': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const source = openSource(context, target.url);
    for await (const { data } of source) if (data === '2') break;
    equal(source.readyState, 'closed');
    await target.gone();
    equal(await source.closed, undefined);
  },

  'so does an exception in the loop, which comes through': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const source = openSource(context, target.url);
    const loop = async (): Promise<void> => {
      for await (const { data } of source) throw new Error(`at ${data}`);
    };
    equal(String(await rejection(loop())), 'Error: at 1');
    await target.gone();
  },

  'break while waiting for a reconnect: nothing is asked any more': async (context) => {
    const target = await context.server.script(stream(numbered(1), end));
    const log = new Log();
    const source = openSource(context, target.url, {
      reconnect: { reconnectionTime: 2 ** 31 - 1 },
      onScheduleReconnect: () => log.add('scheduled'),
    });
    for await (const event of source) {
      equal(event.data, '1');
      await log.of(1);
      break;
    }
    await context.settle();
    equal([source.readyState, (await target.requests()).length], ['closed', 1]);
  },

  'two loops get the same events': async (context) => {
    const target = await context.server.script(stream(numbered(3), 'event: bye\ndata: 4\n\n'));
    const source = openSource(context, target.url, { finishOn: { event: 'bye' } });
    const loops = [source[Symbol.asyncIterator](), source[Symbol.asyncIterator]()];
    equal(await Promise.all(loops.map((loop) => take(loop))), [
      ['1', '2', '3', '4'],
      ['1', '2', '3', '4'],
    ]);
  },

  'a loop and handlers get the same events': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const log = new Log();
    const source = openSource(context, target.url, { onMessage: ({ data }) => log.add(data) });
    equal(await take(source[Symbol.asyncIterator](), 3), ['1', '2', '3']);
    equal(await log.of(3), ['1', '2', '3']);
  },

  'when one of two loops is left, the other ends': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    const source = openSource(context, target.url);
    const [left, other] = [source[Symbol.asyncIterator](), source[Symbol.asyncIterator]()];
    equal(await take(other, 1), ['1']);
    const last = other.next();
    await left.return?.();
    equal(await last, { done: true, value: undefined });
    await target.gone();
  },

  'next() may be called ahead of the events': async (context) => {
    const target = await context.server.script(stream(':\n\n', wait, numbered(2)));
    const source = openSource(context, target.url, { onConnect: () => void target.release() });
    const iterator = source[Symbol.asyncIterator]();
    const results = await Promise.all([iterator.next(), iterator.next()]);
    equal(
      results.map(({ value }) => value?.data),
      ['1', '2'],
    );
  },

  'a failure for good is thrown after what came before it, once': async (context) => {
    const target = await context.server.script(stream(numbered(2), end), {
      status: 404,
      steps: [{ write: 'gone' }, end],
    });
    const source = openSource(context, target.url);
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 2), ['1', '2']);
    const error = await rejection(iterator.next());
    equal([codeOf(error), (error as { status?: unknown }).status], ['ERR_SSE_STATUS', 404]);
    ok((await source.closed) === error, 'the same error');
    equal(await iterator.next(), { done: true, value: undefined });
  },

  'a loop that begins after the failure throws it too': async (context) => {
    const target = await context.server.script({ status: 404, steps: [end] });
    const source = openSource(context, target.url);
    const error = await source.closed;
    equal(codeOf(error), 'ERR_SSE_STATUS');
    ok((await rejection(source[Symbol.asyncIterator]().next())) === error, 'the error');
  },

  'close() ends a loop that waits, and one that begins later': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    const source = openSource(context, target.url);
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    const waiting = iterator.next();
    source.close();
    equal(await waiting, { done: true, value: undefined });
    equal(await take(source[Symbol.asyncIterator]()), []);
  },

  'close() takes away what a loop has not had': async (context) => {
    const target = await context.server.script(stream(`${numbered(3)}:end\n\n`));
    const log = new Log();
    const source = openSource(context, target.url, { onComment: log.add });
    const iterator = source[Symbol.asyncIterator]();
    await log.has('end');
    equal(await take(iterator, 1), ['1']);
    source.close();
    equal(await take(iterator), []);
  },
};
