import { equal, ok } from '../../../support/expect.js';
import { end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const three = 'data: 1\n\ndata: 2\n\ndata: 3\n\n';

/** `close()` and an aborted signal, at every moment. */
export const closeCases: Cases = {
  'right after the constructor: nothing is asked, and nothing happens': async (context) => {
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url);
    recording.source.close();
    equal(recording.source.readyState, 2);
    await context.settle();
    equal([recording.types, (await target.requests()).length], [[], 0]);
  },

  'while the request is on its way: the server sees it go': async (context) => {
    const target = await context.server.repeat({ instead: 'silence' });
    const recording = context.record(target.url);
    await target.requests(1);
    recording.source.close();
    await target.gone();
    await context.settle();
    equal([recording.types, recording.source.readyState, (await target.requests()).length], [[], 2, 1]);
  },

  'in open: no message of the first chunk comes': async (context) => {
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url);
    recording.source.onopen = () => {
      recording.source.close();
    };
    await recording.next('open');
    await target.gone();
    await context.settle();
    equal([recording.types, recording.source.readyState], [['open'], 2]);
  },

  'in a listener: the rest of the chunk does not come': async (context) => {
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url);
    recording.source.addEventListener('message', ({ data }) => {
      if (data === '2') recording.source.close();
    });
    await recording.next('message', 2);
    equal(recording.source.readyState, 2);
    await target.gone();
    await context.settle();
    equal(
      [recording.data, recording.types],
      [
        ['1', '2'],
        ['open', 'message', 'message'],
      ],
    );
  },

  'in a listener: the other listeners of the same event still hear it': async (context) => {
    const target = await context.server.repeat(stream(three));
    const source = context.open(target.url);
    const heard: string[] = [];
    source.onmessage = () => {
      source.close();
    };
    const later = new Promise<void>((resolve) => {
      source.addEventListener('message', ({ data }) => {
        heard.push(data);
        resolve();
      });
    });
    await later;
    await context.settle();
    equal(heard, ['1']);
  },

  'in a promise that a listener resolved: the next event of the chunk does not come': async (context) => {
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url);
    recording.source.onmessage = async () => {
      for (let i = 0; i < 10; i++) await Promise.resolve();
      recording.source.close();
    };
    await recording.next('message');
    await target.gone();
    equal(recording.data, ['1']);
  },

  'between chunks: what the server sends afterwards does not come': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n', { wait: true }, 'data: 2\n\n'));
    const recording = context.record(target.url);
    await recording.next('message');
    recording.source.close();
    await target.gone();
    await target.release();
    await context.settle();
    equal(recording.types, ['open', 'message']);
  },

  'while waiting to reconnect: nothing is asked any more': async (context) => {
    const target = await context.server.repeat(stream('retry: 1\n\n', end));
    const recording = context.record(target.url);
    const closed = new Promise<void>((resolve) => {
      recording.source.onerror = () => {
        queueMicrotask(() => {
          recording.source.close();
          resolve();
        });
      };
    });
    await closed;
    await context.settle();
    equal([recording.source.readyState, (await target.requests()).length, recording.types], [2, 1, ['open', 'error']]);
  },

  'in error: nothing is asked any more': async (context) => {
    const target = await context.server.repeat(stream('retry: 1\n\n', end));
    const recording = context.record(target.url);
    recording.source.onerror = () => {
      recording.source.close();
      equal(recording.source.readyState, 2);
    };
    await recording.next('error');
    await context.settle();
    equal([recording.source.readyState, (await target.requests()).length, recording.types], [2, 1, ['open', 'error']]);
  },

  'in error: no timer is left': async (context) => {
    const running = new Set<unknown>();
    const { setTimeout, clearTimeout } = globalThis;
    const started = (handler: () => void, delay?: number): unknown => {
      const timer = setTimeout(handler, delay);
      if (delay === 1_000_003) running.add(timer);
      return timer;
    };
    context.replaceGlobal('setTimeout', Object.assign(started, setTimeout) as typeof setTimeout);
    context.replaceGlobal('clearTimeout', (timer) => {
      running.delete(timer);
      clearTimeout(timer);
    });
    const target = await context.server.repeat(stream('retry: 1000003\n\n', end));
    const recording = context.record(target.url);
    recording.source.onerror = () => {
      recording.source.close();
    };
    await recording.next('error');
    await context.settle();
    const left = running.size;
    for (const timer of running) clearTimeout(timer as number);
    equal(left, 0, 'the number of timers');
  },

  'in an error that has closed already, and twice': async (context) => {
    const target = await context.server.repeat({ status: 500, steps: [end] });
    const recording = context.record(target.url);
    recording.source.onerror = () => {
      recording.source.close();
    };
    await recording.next('error');
    recording.source.close();
    recording.source.close();
    await context.settle();
    equal([recording.source.readyState, recording.types], [2, ['error']]);
  },

  'while the headers function runs: nothing is asked': async (context) => {
    const target = await context.server.repeat(stream(three));
    let proceed: (headers: HeadersInit) => void = () => undefined;
    const headers = (): Promise<HeadersInit> =>
      new Promise((resolve) => {
        proceed = resolve;
      });
    const recording = context.record(target.url, { headers });
    await context.settle();
    recording.source.close();
    proceed({});
    await context.settle();
    equal([recording.types, (await target.requests()).length], [[], 0]);
  },

  'a signal that is aborted beforehand: nothing is asked': async (context) => {
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url, { signal: AbortSignal.abort() });
    equal(recording.source.readyState, 2);
    await context.settle();
    equal([recording.types, (await target.requests()).length], [[], 0]);
  },

  'a signal that is aborted in a listener: the rest of the chunk does not come': async (context) => {
    const controller = new AbortController();
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url, { signal: controller.signal });
    recording.source.onmessage = () => {
      controller.abort(new Error('enough'));
    };
    await recording.next('message');
    equal(recording.source.readyState, 2);
    await target.gone();
    await context.settle();
    equal(recording.types, ['open', 'message']);
  },

  'a signal that is aborted while waiting: nothing is asked any more': async (context) => {
    const controller = new AbortController();
    const target = await context.server.repeat(stream('retry: 1\n\n', end));
    const recording = context.record(target.url, { signal: controller.signal });
    recording.source.onerror = () => {
      controller.abort();
    };
    await recording.next('error');
    await context.settle();
    equal([recording.source.readyState, (await target.requests()).length, recording.types], [2, 1, ['open', 'error']]);
  },

  'a signal that is aborted after close() changes nothing': async (context) => {
    const controller = new AbortController();
    const target = await context.server.repeat(stream(three));
    const recording = context.record(target.url, { signal: controller.signal });
    await recording.next('message');
    recording.source.close();
    controller.abort();
    await context.settle();
    ok(!recording.types.includes('error'), 'no error');
  },
};
