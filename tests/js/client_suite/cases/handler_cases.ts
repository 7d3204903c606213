import type { ClientEventSource, SourceEvent } from 'eventsource-wasm';
import { equal, ok, thrownBy } from '../../../support/expect.js';
import { stream } from '../../../support/server_script.js';
import type { CaseContext, Cases } from '../../event_source/case.js';
import { Log, Signal } from '../log.js';
import { numbered, openSource } from '../source.js';

/** What handlers can do to each other, to their source, and to the events that follow. */
export const handlerCases: Cases = {
  'handlers of the type come before those of all types, in the order in which they were added': async (context) => {
    const { source, log, done } = await logged(context, 'data: 1\n\n');
    source.onAny(() => log.add('all'));
    source.on('message', () => log.add('first'));
    source.once('message', () => log.add('once'));
    source.on('message', () => log.add('last'));
    equal(await done(), ['first', 'once', 'last', 'all']);
  },

  'a handler that is added twice is called once': async (context) => {
    const { source, log, done } = await logged(context, 'data: 1\n\n');
    const handler = (): void => log.add('handler');
    source.on('message', handler).on('message', handler).once('message', handler);
    source.onAny(handler).onAny(handler);
    equal(await done(), ['handler', 'handler']);
  },

  'a handler that another one adds hears the next event': async (context) => {
    const { source, log, done } = await logged(context, numbered(3));
    source.once('message', () => {
      source.on('message', ({ data }) => log.add(`added ${data}`));
      source.onAny(({ data }) => log.add(`all ${data}`));
    });
    // The one of all types is added before those of all types have had their turn, and yet for the next event only if it says so.
    const heard = (await done()).filter((entry) => !entry.endsWith(' 1'));
    equal(heard, ['added 2', 'all 2', 'added 3', 'all 3']);
  },

  'a handler that another one takes away hears no more, not even this event': async (context) => {
    const { source, log, done } = await logged(context, numbered(2));
    const typed = (): void => log.add('typed');
    const all = (): void => log.add('all');
    source.once('message', () => {
      source.off('message', typed).offAny(all);
      log.add('taken away');
    });
    source.on('message', typed).onAny(all);
    equal(await done(), ['taken away']);
  },

  'a handler may take itself away, and come back': async (context) => {
    const { source, log, done } = await logged(context, numbered(4));
    const handler = ({ data }: SourceEvent<string>): void => {
      log.add(data);
      source.off('message', handler);
      if (data === '1') source.on('message', handler);
    };
    source.on('message', handler);
    equal(await done(), ['1', '2']);
  },

  'once in its own handler is for the next event': async (context) => {
    const { source, log, done } = await logged(context, numbered(4));
    const handler = ({ data }: SourceEvent<string>): void => {
      log.add(data);
      if (data !== '3') source.once('message', handler);
    };
    source.once('message', handler);
    equal(await done(), ['1', '2', '3']);
  },

  'close() in a handler ends delivery, and the connection': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    const log = new Log();
    const source = openSource(context, target.url, { onError: ({ code }) => log.add(code) });
    source.on('message', ({ data }) => {
      log.add(data);
      source.close();
    });
    equal(await source.closed, undefined);
    await target.gone();
    await context.settle();
    equal([log.entries, source.readyState, source.lastEventId], [['1'], 'closed', '1']);
  },

  'async handlers run in order, one event at a time': async (context) => {
    const { source, log, done } = await logged(context, numbered(5));
    let atWork = 0;
    source.on('message', async ({ data }) => {
      atWork++;
      log.add(`begin ${data} ${atWork}`);
      // An exchange with the server is as long as the next event would take.
      await context.server.script();
      log.add(`end ${data}`);
      atWork--;
    });
    equal(
      await done(),
      ['1', '2', '3', '4', '5'].flatMap((number) => [`begin ${number} 1`, `end ${number}`]),
    );
  },

  'handlers of one event begin together, and the next event waits for all of them': async (context) => {
    const target = await context.server.script(stream(numbered(2)));
    const source = openSource(context, target.url);
    const log = new Log();
    const slow = new Signal();
    source.on('message', async ({ data }) => {
      log.add(`slow ${data}`);
      if (data === '1') await slow.promise;
    });
    source.on('message', ({ data }) => log.add(`quick ${data}`));
    source.onAny(({ data }) => log.add(`all ${data}`));
    await log.of(3);
    await context.settle();
    equal(log.entries, ['slow 1', 'quick 1', 'all 1']);
    slow.fire();
    equal((await log.of(6)).slice(3), ['slow 2', 'quick 2', 'all 2']);
  },

  'close() while a handler is at work: nothing more comes when it is done': async (context) => {
    const target = await context.server.script(stream(numbered(2)));
    const source = openSource(context, target.url);
    const log = new Log();
    const slow = new Signal();
    source.on('message', ({ data }) => {
      log.add(data);
      return slow.promise;
    });
    await log.of(1);
    source.close();
    slow.fire();
    await target.gone();
    await context.settle();
    equal(log.entries, ['1']);
  },

  'what is no function is refused': (context) => {
    const source = openSource(context, 'http://127.0.0.1/', { signal: AbortSignal.abort() });
    const none = undefined as unknown as () => void;
    for (const add of ['on', 'once'] as const) {
      ok(thrownBy(() => source[add]('message', none), add) instanceof TypeError, 'a TypeError');
    }
    ok(thrownBy(() => source.onAny(none)) instanceof TypeError, 'a TypeError');
  },
};

interface Logged {
  readonly source: ClientEventSource;
  readonly log: Log;
  /** What was logged when the whole stream has come. */
  readonly done: () => Promise<string[]>;
}

/** A source of this stream, and of a comment that ends it; handlers are not late for it. */
async function logged(context: CaseContext, text: string): Promise<Logged> {
  const target = await context.server.script(stream(text, ':end\n\n'));
  const ended = new Signal();
  const source = openSource(context, target.url, { onComment: () => ended.fire() });
  const log = new Log();
  return {
    source,
    log,
    done: async () => {
      await ended.promise;
      return log.entries;
    },
  };
}
