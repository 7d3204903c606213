import { equal, ok } from '../../../support/expect.js';
import { end, stream } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { numbered, openSource, rejection, take } from '../source.js';

/** The `signal` option. */
export const abortCases: Cases = {
  'aborted beforehand: nothing is asked, and a loop throws the reason': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const reason = new Error('enough');
    const source = openSource(context, target.url, { signal: AbortSignal.abort(reason) });
    equal(source.readyState, 'closed');
    ok((await rejection(source[Symbol.asyncIterator]().next())) === reason, 'the reason');
    equal(await source.closed, undefined);
    await context.settle();
    equal((await target.requests()).length, 0);
  },

  'aborted while a loop waits: it throws the reason, and the server is let go': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    const controller = new AbortController();
    const errors: unknown[] = [];
    const { signal } = controller;
    const source = openSource(context, target.url, { signal, onError: (error) => errors.push(error) });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    const next = iterator.next();
    const reason = { any: 'thing' };
    controller.abort(reason);
    ok((await rejection(next)) === reason, 'the reason');
    await target.gone();
    equal([source.readyState, await source.closed, errors], ['closed', undefined, []]);
    equal(await iterator.next(), { done: true, value: undefined });
  },

  'aborted in a handler: the rest of the chunk does not come': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const controller = new AbortController();
    const log = new Log();
    const source = openSource(context, target.url, {
      signal: controller.signal,
      onMessage: ({ data }) => {
        log.add(data);
        controller.abort();
      },
    });
    await source.closed;
    await target.gone();
    await context.settle();
    equal(log.entries, ['1']);
  },

  'aborted before the answer': async (context) => {
    const target = await context.server.repeat({ instead: 'silence' });
    const controller = new AbortController();
    const source = openSource(context, target.url, { signal: controller.signal });
    await target.requests(1);
    controller.abort();
    await target.gone();
    equal([await source.closed, (await target.requests()).length], [undefined, 1]);
  },

  'aborted while it waits to ask again': async (context) => {
    const target = await context.server.repeat(stream(numbered(1), end));
    const controller = new AbortController();
    const source = openSource(context, target.url, {
      signal: controller.signal,
      onMessage: () => undefined,
      onScheduleReconnect: () => {
        controller.abort();
      },
    });
    equal(await source.closed, undefined);
    await context.settle();
    equal((await target.requests()).length, 1);
  },

  'aborted after close(): the loop has ended, and nothing is thrown': async (context) => {
    const target = await context.server.script(stream(numbered(1)));
    const controller = new AbortController();
    const source = openSource(context, target.url, { signal: controller.signal });
    const iterator = source[Symbol.asyncIterator]();
    equal(await take(iterator, 1), ['1']);
    source.close();
    controller.abort();
    equal(await iterator.next(), { done: true, value: undefined });
  },

  'connect() with a signal that is aborted closes again': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const controller = new AbortController();
    const source = openSource(context, target.url, { signal: controller.signal });
    equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
    controller.abort();
    source.connect();
    equal([source.readyState, await source.closed], ['closed', undefined]);
    await context.settle();
    equal((await target.requests()).length, 1);
  },
};
