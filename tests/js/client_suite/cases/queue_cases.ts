import { equal, ok, thrownBy } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log, Signal } from '../log.js';
import { codeOf, numbered, openSource, rejection, take } from '../source.js';

// What comes behind the comment has been queued, or dropped.
const five = `${numbered(5)}:end\n\n`;

/** Events that wait for a consumer that is slower than the server. */
export const queueCases: Cases = {
  'a full queue holds the stream until there is room': async (context) => {
    const target = await context.server.script(stream(five));
    const log = new Log();
    const source = openSource(context, target.url, { queue: { limit: 2 }, onComment: log.add });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    await context.settle();
    equal(log.entries, []);
    equal(await take(iterator, 4), ['2', '3', '4', '5']);
    await log.has('end');
  },

  'the slower of two loops holds it': async (context) => {
    const target = await context.server.script(stream(five));
    const log = new Log();
    const source = openSource(context, target.url, { queue: { limit: 1 }, onComment: log.add });
    const [quick, slow] = [source[Symbol.asyncIterator](), source[Symbol.asyncIterator]()];
    const quickData = take(quick, 5);
    await context.settle();
    equal(log.entries, []);
    equal(await take(slow, 5), ['1', '2', '3', '4', '5']);
    equal(await quickData, ['1', '2', '3', '4', '5']);
  },

  'drop-oldest keeps the newest': async (context) => {
    const target = await context.server.script(stream(five));
    const log = new Log();
    const source = openSource(context, target.url, {
      queue: { limit: 2, overflow: 'drop-oldest' },
      onComment: log.add,
    });
    const iterator = source[Symbol.asyncIterator]();
    await log.has('end');
    equal(await take(iterator, 2), ['4', '5']);
  },

  'drop-oldest works for slow handlers as well': async (context) => {
    const target = await context.server.script(stream(five));
    const log = new Log();
    const source = openSource(context, target.url, {
      queue: { limit: 2, overflow: 'drop-oldest' },
      onComment: log.add,
    });
    const first = new Signal();
    source.on('message', ({ data }) => {
      log.add(data);
      return data === '1' ? first.promise : undefined;
    });
    await log.has('end');
    first.fire();
    equal(await log.of(4), ['1', 'end', '4', '5']);
  },

  'error fails the source, and lets go of the server': async (context) => {
    const target = await context.server.repeat(stream(five));
    const log = new Log();
    const source = openSource(context, target.url, {
      queue: { limit: 2, overflow: 'error' },
      onError: ({ code, delay }) => log.add(`${code} ${String(delay)}`),
    });
    const iterator = source[Symbol.asyncIterator]();
    equal(await log.of(1), ['ERR_SSE_QUEUE_OVERFLOW undefined']);
    await target.gone();
    equal(source.readyState, 'closed');
    equal(await take(iterator, 2), ['1', '2']);
    equal(codeOf(await rejection(iterator.next())), 'ERR_SSE_QUEUE_OVERFLOW');
    equal([codeOf(await source.closed), (await target.requests()).length], ['ERR_SSE_QUEUE_OVERFLOW', 1]);
  },

  'what is in the queue when the connection fails can still be had': async (context) => {
    const target = await context.server.script(stream(numbered(3), end), { status: 410, steps: [end] });
    const source = openSource(context, target.url, { onError: () => undefined });
    const iterator = source[Symbol.asyncIterator]();
    await source.closed;
    equal(await take(iterator, 3), ['1', '2', '3']);
    equal(codeOf(await rejection(iterator.next())), 'ERR_SSE_STATUS');
  },

  'and when it is finished': async (context) => {
    const target = await context.server.script(stream(numbered(3), end));
    const source = openSource(context, target.url, { finishOn: 'end' });
    const iterator = source[Symbol.asyncIterator]();
    await source.closed;
    equal(await take(iterator), ['1', '2', '3']);
  },

  'a queue of one takes what a quick loop takes': async (context) => {
    const target = await context.server.script(stream(numbered(500), wait, numbered(1, 501), end));
    const source = openSource(context, target.url, { queue: { limit: 1 }, finishOn: 'end' });
    const data: string[] = [];
    for await (const event of source) {
      data.push(event.data);
      if (event.data === '500') await target.release();
    }
    equal(
      data,
      Array.from({ length: 501 }, (_, index) => String(index + 1)),
    );
  },

  'what cannot work is refused by name': (context) => {
    const refused = (queue: object): unknown =>
      thrownBy(() => openSource(context, 'http://127.0.0.1/', { queue }), JSON.stringify(queue));
    for (const limit of [0, -1, NaN, '5']) {
      const error = refused({ limit });
      ok(error instanceof TypeError && 'option' in error, 'an InvalidOptionError');
      equal([codeOf(error), error.option], ['ERR_SSE_INVALID_OPTION', 'queue.limit']);
    }
    const error = refused({ overflow: 'drop-newest' });
    ok(error instanceof TypeError && 'option' in error, 'an InvalidOptionError');
    equal(error.option, 'queue.overflow');
  },
};
