import type { Attempt } from 'eventsource-wasm';
import { at, equal, ok } from '../../../support/expect.js';
import { EventSourceErrorEvent } from 'eventsource-wasm';
import { end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

/** What is asked, and the options that change it. */
export const requestCases: Cases = {
  'a GET that accepts event streams, and bypasses caches': async (context) => {
    const target = await context.server.script(stream('retry: 1\n\n', end));
    await context.record(`${target.url}?a=b#fragment`).closed();
    for (const { method, headers, body } of await target.requests()) {
      equal([method, headers['accept'], headers['cache-control'], body], ['GET', 'text/event-stream', 'no-cache', '']);
    }
  },

  'headers as an object, as pairs and as Headers': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    for (const headers of [{ 'X-Key': 'k' }, [['X-Key', 'k']] as [string, string][], new Headers({ 'x-key': 'k' })]) {
      await context.record(target.url, { headers }).next('message');
    }
    equal(
      (await target.requests()).map(({ headers }) => headers['x-key']),
      ['k', 'k', 'k'],
    );
  },

  "the caller's Accept is sent instead of ours": async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const accept = 'text/event-stream, application/json';
    await context.record(target.url, { headers: { accept } }).next('message');
    equal(at(await target.requests(), 0).headers['accept'], accept);
  },

  'a headers function is called for every attempt, and told which one it is': async (context) => {
    const target = await context.server.script(stream('retry: 1\nid: a\ndata: 1\n\n', end), stream('id: b\n\n', end));
    const attempts: unknown[] = [];
    const headers = async (attempt: Attempt): Promise<HeadersInit> => {
      attempts.push({ ...attempt, error: attempt.error?.code });
      await Promise.resolve();
      return { 'x-attempt': String(attempt.attempt) };
    };
    await context.record(target.url, { headers }).closed();
    equal(attempts, [
      { url: target.url, attempt: 1, lastEventId: '', error: undefined },
      { url: target.url, attempt: 2, lastEventId: 'a', error: 'ERR_SSE_STREAM_ENDED' },
      { url: target.url, attempt: 3, lastEventId: 'b', error: 'ERR_SSE_STREAM_ENDED' },
    ]);
    equal(
      (await target.requests()).map(({ headers }) => headers['x-attempt']),
      ['1', '2', '3'],
    );
  },

  'a headers function that fails ends it for good, and says why': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const failures: (() => HeadersInit | Promise<HeadersInit>)[] = [
      () => {
        throw new Error('no token');
      },
      () => Promise.reject(new Error('no token')),
      () => ({ 'not a token': 'x' }),
    ];
    for (const headers of failures) {
      const recording = context.record(target.url, { headers });
      const failed = await recording.next('error');
      equal([failed.code, failed.readyState], ['ERR_SSE_HEADERS', 2]);
      ok(failed.event instanceof EventSourceErrorEvent && failed.event.error.cause instanceof Error, 'the cause');
    }
    equal((await target.requests()).length, 0);
  },

  'a headers function that fails later ends it for good, too': async (context) => {
    const target = await context.server.repeat(stream('retry: 1\n\n', end));
    const recording = context.record(target.url, {
      headers: ({ attempt }) => {
        if (attempt === 2) throw new Error('no token');
        return {};
      },
    });
    equal([(await recording.closed()).code, (await target.requests()).length], ['ERR_SSE_HEADERS', 1]);
  },

  'a POST sends its body, and is not sent again when the stream has ended': async (context) => {
    const target = await context.server.repeat(stream('retry: 1\ndata: 1\n\n', end));
    const headers = { 'content-type': 'application/json' };
    const recording = context.record(target.url, { method: 'post', body: '{"q":"ä"}', headers });
    const failed = await recording.next('error');
    equal([failed.code, failed.readyState, recording.data], ['ERR_SSE_STREAM_ENDED', 2, ['1']]);
    await context.settle();
    const requests = await target.requests();
    equal(requests.length, 1, 'the number of requests');
    const { method, body, headers: sent } = at(requests, 0);
    equal([method, body, sent['content-type']], ['POST', '{"q":"ä"}', 'application/json']);
  },

  'a POST or PATCH is not sent again when its stream breaks off': async (context) => {
    for (const method of ['POST', 'PATCH']) {
      const target = await context.server.repeat(stream('retry: 1\ndata: 1\n\n', { pause: 20 }, { destroy: true }));
      const failed = await context.record(target.url, { method, body: 'x' }).next('error');
      equal([failed.code, failed.readyState], ['ERR_SSE_NETWORK', 2]);
      await context.settle();
      equal((await target.requests()).length, 1);
    }
  },

  'a PUT, which may be repeated, is sent again with its body': async (context) => {
    const target = await context.server.script(stream('retry: 1\n\n', end));
    await context.record(target.url, { method: 'PUT', body: 'x' }).closed();
    equal(
      (await target.requests()).map(({ method, body }) => [method, body]),
      [
        ['PUT', 'x'],
        ['PUT', 'x'],
      ],
    );
  },

  'bodies of other kinds': async (context) => {
    const target = await context.server.repeat(stream('data: 1\n\n'));
    const bodies: BodyInit[] = [new TextEncoder().encode('a=b'), new URLSearchParams({ a: 'b' }), new Blob(['a=b'])];
    for (const body of bodies) await context.record(target.url, { method: 'POST', body }).next('message');
    equal(
      (await target.requests()).map(({ body }) => body),
      ['a=b', 'a=b', 'a=b'],
    );
  },

  'the fetch that is given is used for each attempt': async (context) => {
    const target = await context.server.script(stream('retry: 1\ndata: 1\n\n', end));
    const calls: unknown[] = [];
    const fetch = (url: string, init: RequestInit): Promise<Response> => {
      calls.push([url, init.method, new Headers(init.headers).get('x-key'), init.signal instanceof AbortSignal]);
      return globalThis.fetch(url, init);
    };
    const recording = context.record(target.url, { fetch, headers: { 'x-key': 'k' } });
    await recording.closed();
    equal(
      [recording.data, calls],
      [
        ['1'],
        [
          [target.url, 'GET', 'k', true],
          [target.url, 'GET', 'k', true],
        ],
      ],
    );
  },

  'without one the global fetch is used, as it is at the time': async (context) => {
    const target = await context.server.script(stream('data: 1\n\n'));
    const { fetch } = globalThis;
    let calls = 0;
    context.replaceGlobal('fetch', (...args) => {
      calls++;
      return fetch(...args);
    });
    await context.record(target.url).next('message');
    equal(calls, 1);
  },
};
