import { type Attempt, type Client, type ClientOptions, createClient } from 'eventsource-wasm';
import { equal, ok, thrownBy } from '../../../support/expect.js';
import { end, stream } from '../../../support/server_script.js';
import type { CaseContext, Cases } from '../../event_source/case.js';
import { Log } from '../log.js';
import { atOnce, codeOf, numbered, rejection, take } from '../source.js';

/** Many streams with common settings. */
export const createClientCases: Cases = {
  "a stream's headers are added to the client's, and take their place": async (context) => {
    const common = { 'x-a': 'client', 'X-B': 'client' };
    const own = { 'x-b': 'stream', 'x-c': 'stream' };
    const asked = async (client: ClientOptions['headers'], own_: ClientOptions['headers']): Promise<unknown[]> => {
      const target = await context.server.script(stream(numbered(1)));
      const source = makeClient(context, { headers: client }).open({ url: target.url, headers: own_ });
      const [request] = await target.requests(1);
      source.close();
      return ['x-a', 'x-b', 'x-c'].map((name) => request?.headers[name]);
    };
    const both = ['client', 'stream', 'stream'];
    equal(await asked(common, own), both);
    equal(await asked(() => common, own), both);
    equal(await asked(new Headers(common), () => Promise.resolve(Object.entries(own))), both);
    equal(
      await asked(
        () => Promise.resolve(new Headers(common)),
        () => own,
      ),
      both,
    );
    equal(await asked(common, undefined), ['client', 'client', undefined]);
    equal(await asked(undefined, own), [undefined, 'stream', 'stream']);
  },

  'header functions of both are asked for every attempt': async (context) => {
    const target = await context.server.script(stream(numbered(1), end), stream(numbered(1, 2)));
    const client = makeClient(context, { headers: ({ attempt }) => ({ 'x-a': String(attempt) }) });
    const source = client.open({
      url: target.url,
      headers: ({ lastEventId }: Attempt) => ({ 'x-b': `<${lastEventId}>` }),
    });
    equal(await take(source[Symbol.asyncIterator](), 2), ['1', '2']);
    equal(
      (await target.requests(2)).map(({ headers }) => [headers['x-a'], headers['x-b']]),
      [
        ['1', '<>'],
        ['2', '<1>'],
      ],
    );
  },

  'addresses are resolved against baseUrl, also those that a function makes': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const id = new URL(target.url).pathname.split('/').at(-1) ?? '';
    const baseUrl = new URL('/stream/', target.url);
    const client = makeClient(context, { baseUrl });
    const opened = [
      client.open(id),
      client.open(`/stream/${id}`),
      client.open(new URL(target.url)),
      client.open({ url: id }),
      client.open({ url: () => id }),
      client.open({ url: () => Promise.resolve(new URL(target.url)) }),
    ];
    for (const source of opened) {
      equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
      equal(source.url, target.url);
      source.close();
    }
  },

  'a baseUrl that is none, and an address that is none, are refused by name': (context) => {
    const option = (run: () => unknown): unknown => (thrownBy(run) as { option?: unknown }).option;
    equal(
      option(() => makeClient(context, { baseUrl: '/api' })),
      'baseUrl',
    );
    const client = makeClient(context, { baseUrl: 'http://127.0.0.1/' });
    equal(
      option(() => client.open('http://[')),
      'url',
    );
  },

  "a stream's own options count more than the client's": async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const client = makeClient(context, { method: 'POST', body: 'client', json: false });
    const events = async (options: object): Promise<unknown> => {
      const source = client.open<Record<string, unknown>>({ url: target.url, ...options });
      const [data] = await take(source[Symbol.asyncIterator](), 1);
      source.close();
      return data;
    };
    equal([await events({}), await events({ body: 'stream', json: true })], ['1', 1]);
    equal(
      (await target.requests(2)).map(({ method, body }) => [method, body]),
      [
        ['POST', 'client'],
        ['POST', 'stream'],
      ],
    );
  },

  'an own option that is undefined is none': async (context) => {
    const target = await context.server.script(stream('data: 1\n\n'));
    const client = makeClient(context, { json: true, method: 'POST', reconnect: { ...atOnce } });
    const source = client.open<Record<string, unknown>>({ url: target.url, json: undefined, method: undefined });
    equal(await take(source[Symbol.asyncIterator](), 1), [1]);
    equal((await target.requests(1))[0]?.method, 'POST');
  },

  "the client's callbacks are told of all streams": async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const log = new Log<unknown>();
    const client = makeClient(context, { onMessage: ({ data }) => log.add(data) });
    client.open(target.url);
    client.open(target.url);
    equal(await log.of(2), ['1', '1']);
  },

  "either's signal ends a stream, and the stream's own no other": async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const [common, own] = [new AbortController(), new AbortController()];
    const client = makeClient(context, { signal: common.signal });
    const one = client.open({ url: target.url, signal: own.signal })[Symbol.asyncIterator]();
    const otherSource = client.open({ url: target.url, signal: new AbortController().signal });
    const other = otherSource[Symbol.asyncIterator]();
    equal([await take(one, 1), await take(other, 1)], [['1'], ['1']]);
    const [ownReason, reason] = [new Error('own'), new Error('common')];
    own.abort(ownReason);
    ok((await rejection(one.next())) === ownReason, "the stream's reason");
    equal(otherSource.readyState, 'open');
    common.abort(reason);
    ok((await rejection(other.next())) === reason, "the client's reason");
    await target.idle();
  },

  'a signal that was aborted: nothing is asked': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const client = makeClient(context, { signal: AbortSignal.abort() });
    client.open(target.url);
    client.open({ url: target.url, signal: new AbortController().signal });
    await context.settle();
    equal((await target.requests()).length, 0);
  },

  'close() ends every stream, and opens no more': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const client = makeClient(context);
    const sources = [client.open(target.url), client.open(target.url)];
    for (const source of sources) equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
    equal(client.streams.size, 2);
    client.close();
    equal([sources.map(({ readyState }) => readyState), client.streams.size], [['closed', 'closed'], 0]);
    await target.idle();
    equal(codeOf(thrownBy(() => client.open(target.url))), 'ERR_SSE_INVALID_OPTION');
    client.close();
  },

  'a stream that has ended is no more among the streams; one that connects again is': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const client = makeClient(context);
    const source = client.open(target.url);
    context.afterwards(() => {
      source.close();
    });
    const kept = client.open(target.url);
    source.close();
    await source.closed;
    await context.settle();
    equal([...client.streams].length, 1);
    source.connect();
    equal(await take(source[Symbol.asyncIterator](), 1), ['1']);
    client.close();
    equal([source.readyState, kept.readyState], ['closed', 'closed']);
  },

  'a failure that nobody asks about goes to the console': async (context) => {
    const logs = context.captureConsole();
    const target = await context.server.repeat({ status: 404, steps: [end] });
    const source = makeClient(context).open(target.url);
    for (let i = 0; i < 100 && source.readyState !== 'closed'; i++) await context.settle();
    equal(logs.map(codeOf), ['ERR_SSE_STATUS']);
  },

  'a signal of all streams forgets those that have ended': async (context) => {
    const target = await context.server.repeat(stream(numbered(1)));
    const { signal } = new AbortController();
    let listeners = 0;
    for (const [name, change] of [
      ['addEventListener', 1],
      ['removeEventListener', -1],
    ] as const) {
      const original = signal[name].bind(signal);
      signal[name] = (...args: [string, never]) => {
        listeners += change;
        original(...args);
      };
    }
    const client = makeClient(context, { signal });
    for (let i = 0; i < 3; i++) {
      const sources = [client.open({ url: target.url, signal: new AbortController().signal }), client.open(target.url)];
      for (const source of sources) source.close();
    }
    await context.settle();
    equal(listeners, 0);
  },
};

function makeClient(context: CaseContext, options: ClientOptions = {}): Client {
  const client = createClient({ reconnect: atOnce, ...options });
  context.afterwards(() => {
    client.close();
  });
  return client;
}
