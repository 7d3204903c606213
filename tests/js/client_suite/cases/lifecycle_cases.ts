import { at, equal, ok } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { codeOf, numbered, openSource, take } from '../source.js';

// As code that was compiled for platforms without it asks for it.
const asyncDispose: typeof Symbol.asyncDispose =
  (Symbol as { asyncDispose?: typeof Symbol.asyncDispose }).asyncDispose ??
  (Symbol.for('Symbol.asyncDispose') as typeof Symbol.asyncDispose);

/** From the first request to the last, and beyond. */
export const lifecycleCases: Cases = {
  'it is connecting, open, connecting again, and closed': async (context) => {
    const target = await context.server.script(stream(numbered(1), end), stream(numbered(1, 2)));
    const log = new Log();
    const source = openSource(context, target.url, {
      onConnect: () => {
        log.add(source.readyState);
      },
      onScheduleReconnect: () => {
        log.add(source.readyState);
      },
      onMessage: ({ data }) => {
        if (data === '2') source.close();
      },
    });
    equal([source.readyState, source.url, source.lastEventId], ['connecting', target.url, '']);
    equal(await source.closed, undefined);
    equal([log.entries, source.readyState, source.lastEventId], [['open', 'connecting', 'open'], 'closed', '2']);
  },

  'it asks at once, without a consumer': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    openSource(context, target.url);
    const [request] = await target.requests(1);
    equal([request?.method, request?.headers['accept']], ['GET', 'text/event-stream']);
  },

  'events wait for the first handler, and pass by handlers of other types after that': async (context) => {
    const target = await context.server.script(stream('event: a\ndata: 1\n\nevent: b\ndata: 2\n\n'));
    const source = openSource(context, target.url);
    const log = new Log();
    await target.requests(1);
    await context.settle();
    source.on('b', ({ data }) => log.add(data));
    equal(await log.of(1), ['2']);
  },

  'paused, it hands over nothing; resumed, it goes on where it was': async (context) => {
    const target = await context.server.script(stream(numbered(2), wait, numbered(1, 3)));
    const log = new Log();
    const source = openSource(context, target.url, {
      onMessage: ({ data }) => {
        log.add(data);
        if (data === '1') source.pause();
      },
    });
    await log.of(1);
    await target.release();
    await context.settle();
    equal([log.entries, source.paused, source.readyState], [['1'], true, 'open']);
    source.resume();
    equal([await log.of(3), source.paused], [['1', '2', '3'], false]);
  },

  'paused before the first event, and closed: nothing comes': async (context) => {
    const target = await context.server.script(stream(numbered(2)));
    const log = new Log();
    const source = openSource(context, target.url, { onMessage: ({ data }) => log.add(data) });
    source.pause();
    await context.settle();
    source.close();
    source.resume();
    await target.gone();
    await context.settle();
    equal(log.entries, []);
  },

  'restart() asks again at once, from the last event': async (context) => {
    const target = await context.server.script(stream(numbered(2)), stream(numbered(1, 3)));
    const source = openSource(context, target.url, { reconnect: { reconnectionTime: 2 ** 31 - 1 } });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 2), ['1', '2']);
    source.restart();
    equal(await take(iterator, 1), ['3']);
    await target.gone(0);
    equal(at(await target.requests(2), 1).headers['last-event-id'], '2');
  },

  'restart() also with a method that is not repeated by itself, with the body': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const source = openSource(context, target.url, { method: 'POST', body: 'x' });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    source.restart();
    equal(await take(iterator, 1), ['1']);
    equal(
      (await target.requests(2)).map(({ method, body }) => [method, body]),
      [
        ['POST', 'x'],
        ['POST', 'x'],
      ],
    );
  },

  'restart() while it waits to ask again': async (context) => {
    const target = await context.server.script(stream(numbered(1), end), stream(numbered(1, 2)));
    const source = openSource(context, target.url, {
      reconnect: { reconnectionTime: 2 ** 31 - 1 },
      onScheduleReconnect: () => {
        source.restart();
      },
    });
    equal(await take(source[Symbol.asyncIterator](), 2), ['1', '2']);
  },

  'connect() after close() goes on from the last event ID': async (context) => {
    const target = await context.server.script(stream(numbered(2)), stream(numbered(1, 3)));
    const log = new Log();
    const source = openSource(context, target.url, { onMessage: ({ data }) => log.add(data) });
    await log.of(2);
    source.close();
    const before = source.closed;
    source.connect();
    equal(source.readyState, 'connecting');
    ok(source.closed !== before, 'another promise');
    equal(await log.of(3), ['1', '2', '3']);
    equal(at(await target.requests(2), 1).headers['last-event-id'], '2');
  },

  'connect() after break goes on from the event of the break': async (context) => {
    const target = await context.server.script(stream(numbered(5)), stream(numbered(3, 3)));
    const source = openSource(context, target.url);
    for await (const { data } of source) if (data === '2') break;
    source.connect();
    equal(await take(source[Symbol.asyncIterator](), 3), ['3', '4', '5']);
    equal(at(await target.requests(2), 1).headers['last-event-id'], '2');
  },

  'connect() after a failure for good': async (context) => {
    const target = await context.server.script({ status: 404, steps: [end] }, stream(numbered(1)));
    const source = openSource(context, target.url, { onError: () => undefined });
    equal(codeOf(await source.closed), 'ERR_SSE_STATUS');
    source.connect();
    equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
  },

  'connect() before the end does nothing': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const source = openSource(context, target.url);
    source.connect();
    equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
    source.connect();
    await context.settle();
    equal((await target.requests()).length, 1);
  },

  'close() before the answer: nothing is told but how it ended': async (context) => {
    const target = await context.server.script({ instead: 'silence' });
    const log = new Log();
    const source = openSource(context, target.url, {
      onConnect: () => log.add('connect'),
      onDisconnect: () => log.add('disconnect'),
      onError: ({ code }) => log.add(code),
    });
    await target.requests(1);
    source.close();
    source.close();
    await target.gone();
    equal([await source.closed, log.entries, (await target.requests()).length], [undefined, [], 1]);
  },

  'its disposal closes it': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    const source = openSource(context, target.url);
    equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
    await source[asyncDispose]();
    equal(source.readyState, 'closed');
    await target.gone();
  },

  'a POST whose answer broke off is not repeated': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', wait, { destroy: true }));
    const source = openSource(context, target.url, { method: 'POST', body: 'x' });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    await target.release();
    equal(codeOf(await source.closed), 'ERR_SSE_NETWORK');
    await context.settle();
    equal((await target.requests()).length, 1);
  },
};
