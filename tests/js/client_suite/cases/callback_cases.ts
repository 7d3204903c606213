import type { ClientEventSource, EventSourceOptions, LifecycleCallbacks } from 'eventsource-wasm';
import { equal, ok } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { CaseContext, Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { atOnce, codeOf, numbered, openSource } from '../source.js';

/** What happens to a connection, apart from the server's events. */
export const callbackCases: Cases = {
  'a connection that is lost and made again': async (context) => {
    const target = await context.server.script(stream(numbered(1), wait, end), stream(':hello\n\n', numbered(1, 2)));
    const { log, callbacks } = logged();
    const source = openSource(context, target.url, {
      ...callbacks,
      reconnect: { ...atOnce, reconnectionTime: 7 },
    });
    await log.has('event 1');
    await target.release();
    await log.has('event 2');
    source.close();
    equal(log.entries, [
      'connect 1',
      'event 1',
      'disconnect ERR_SSE_STREAM_ENDED',
      'error ERR_SSE_STREAM_ENDED 1 7',
      'reconnect 1 7',
      'connect 2',
      'comment hello',
      'event 2',
    ]);
  },

  'an answer that may pass is asked for again; one that will not fails for good': async (context) => {
    const target = await context.server.script(
      { status: 503, steps: [end] },
      { status: 403, headers: { 'x-why': 'because' }, steps: [{ write: 'no, thank you' }, end] },
    );
    const { log, callbacks } = logged();
    const errors: unknown[] = [];
    const source = openSource(context, target.url, {
      ...callbacks,
      onError: (error) => {
        errors.push(error);
        callbacks.onError?.(error);
      },
    });
    const error = await source.closed;
    equal(log.entries, ['error ERR_SSE_STATUS 1 1', 'reconnect 1 1', 'error ERR_SSE_STATUS 2 undefined']);
    ok(errors[1] === error && error !== undefined && 'headers' in error && 'body' in error, 'a ResponseError');
    equal([(error.headers as Headers).get('x-why'), error.body], ['because', 'no, thank you']);
  },

  '204 ends it, as the server asks': async (context) => {
    const target = await context.server.script();
    const { log, callbacks } = logged();
    const source = openSource(context, target.url, callbacks);
    equal(codeOf(await source.closed), 'ERR_SSE_NO_CONTENT');
    equal(log.entries, ['error ERR_SSE_NO_CONTENT 1 undefined']);
  },

  'onConnect gets the answer': async (context) => {
    const answer = { ...stream(':\n\n'), headers: { 'x-served-by': 'a' } };
    const target = await context.server.script(answer);
    const log = new Log<unknown>();
    openSource(context, target.url, {
      onConnect: ({ response, url, attempt }) =>
        log.add([response.status, response.headers.get('x-served-by'), url, attempt]),
    });
    equal(await log.of(1), [[200, 'a', target.url, 1]]);
  },

  'the sentinel ends the stream, and is not delivered': async (context) => {
    const { log, source } = await finishing(context, 'data: [DONE]!\n\ndata: [DONE]\n\ndata: more\n\n', {
      finishOn: { data: '[DONE]' },
    });
    equal(await source.closed, undefined);
    await log.has('finish');
    equal(log.entries, ['connect 1', 'event [DONE]!', 'disconnect undefined', 'finish']);
  },

  'a terminal event ends it, and is delivered': async (context) => {
    const { log, source } = await finishing(context, 'event: stop\ndata: x\n\ndata: more\n\n', {
      finishOn: { event: ['stop', 'end'] },
    });
    equal(await source.closed, undefined);
    await log.has('finish');
    equal(log.entries, ['connect 1', 'event x', 'disconnect undefined', 'finish']);
  },

  'so does the end of the body, where that is the end; a body that breaks off is not': async (context) => {
    const target = await context.server.script(
      stream(numbered(1), wait, { destroy: true }),
      stream(numbered(1, 2), end),
    );
    const { log, callbacks } = logged();
    const source = openSource(context, target.url, { ...callbacks, finishOn: 'end' });
    await log.has('event 1');
    await target.release();
    await log.has('finish');
    equal(await source.closed, undefined);
    equal(log.entries, [
      'connect 1',
      'event 1',
      'disconnect ERR_SSE_NETWORK',
      'error ERR_SSE_NETWORK 1 1',
      'reconnect 1 1',
      'connect 2',
      'event 2',
      'disconnect undefined',
      'finish',
    ]);
  },

  'comments come between the events that they stand between': async (context) => {
    const target = await context.server.script(stream(': a\n\ndata: 1\n\n:b\n:\ndata: 2\n\n'));
    const { log, callbacks } = logged();
    openSource(context, target.url, callbacks);
    await log.has('event 2');
    equal(log.entries, ['connect 1', 'comment a', 'event 1', 'comment b', 'comment ', 'event 2']);
  },

  'what a callback throws, or rejects with, is reported, and the stream goes on': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream(':a\n\n', end), stream(numbered(1), 'data: [DONE]\n\n'));
    const fail = (name: string) => (): never => {
      throw new Error(name);
    };
    const source = openSource(context, target.url, {
      finishOn: { data: '[DONE]' },
      onConnect: () => Promise.reject(new Error('connect')),
      onComment: fail('comment'),
      onDisconnect: fail('disconnect'),
      onError: fail('error'),
      onScheduleReconnect: fail('reconnect'),
      onFinish: fail('finish'),
      onMessage: () => undefined,
    });
    equal(await source.closed, undefined);
    await context.settle();
    const expected = ['connect', 'comment', 'disconnect', 'error', 'reconnect', 'connect', 'disconnect', 'finish'];
    equal(errors.map((error) => (error as Error).message).sort(), expected.sort());
  },

  'close() in any callback: nothing is told afterwards': async (context) => {
    const names = ['onConnect', 'onComment', 'onMessage', 'onDisconnect', 'onError', 'onScheduleReconnect'] as const;
    for (const name of names) {
      const target = await context.server.script(stream(':a\n\ndata: 1\n\n', end));
      const { log, callbacks } = logged();
      let told = 0;
      const original = callbacks[name] as (value: never) => unknown;
      const source = openSource(context, target.url, {
        ...callbacks,
        [name]: (value: never) => {
          original(value);
          told = log.entries.length;
          source.close();
        },
      });
      equal(await source.closed, undefined, name);
      await context.settle();
      equal([log.entries.slice(told), (await target.requests()).length], [[], 1], name);
    }
  },

  'restart() in onError: no attempt is announced, and one is made': async (context) => {
    const target = await context.server.script(stream(numbered(1), end), stream(numbered(1, 2)));
    const { log, callbacks } = logged();
    const source = openSource(context, target.url, {
      ...callbacks,
      reconnect: { reconnectionTime: 2 ** 31 - 1 },
      onError: () => {
        source.restart();
      },
    });
    await log.has('event 2');
    equal(log.entries, ['connect 1', 'event 1', 'disconnect ERR_SSE_STREAM_ENDED', 'connect 2', 'event 2']);
  },

  'a failure that nobody asks about goes to the console': async (context) => {
    const logs = context.captureConsole();
    const target = await context.server.repeat({ status: 404, steps: [end] });
    const source = openSource(context, target.url);
    for (let i = 0; i < 100 && source.readyState !== 'closed'; i++) await context.settle();
    equal(logs.map(codeOf), ['ERR_SSE_STATUS']);
  },

  'and one that somebody asks about does not': async (context) => {
    const logs = context.captureConsole();
    const target = await context.server.repeat({ status: 404, steps: [end] });
    await openSource(context, target.url).closed;
    const heard = openSource(context, target.url, { onError: () => undefined });
    for (let i = 0; i < 100 && heard.readyState !== 'closed'; i++) await context.settle();
    equal(logs, []);
  },
};

type Callbacks = LifecycleCallbacks & Pick<EventSourceOptions, 'onMessage'>;

/** Callbacks that say what they are told. */
function logged(): { readonly log: Log; readonly callbacks: Callbacks } {
  const log = new Log();
  return {
    log,
    callbacks: {
      onConnect: ({ attempt }) => log.add(`connect ${attempt}`),
      onDisconnect: ({ error }) => log.add(`disconnect ${String(error?.code)}`),
      onScheduleReconnect: ({ attempt, delay }) => log.add(`reconnect ${attempt} ${delay}`),
      onError: ({ code, attempt, delay }) => log.add(`error ${code} ${String(attempt)} ${String(delay)}`),
      onComment: (comment) => log.add(`comment ${comment}`),
      onFinish: () => log.add('finish'),
      onMessage: ({ data }) => log.add(`event ${data}`),
    },
  };
}

async function finishing(
  context: CaseContext,
  text: string,
  options: Pick<EventSourceOptions, 'finishOn'>,
): Promise<{ log: Log; source: ClientEventSource }> {
  const target = await context.server.script(stream(text));
  const { log, callbacks } = logged();
  return { log, source: openSource(context, target.url, { ...callbacks, ...options }) };
}
