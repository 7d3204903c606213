import { EventSourceErrorEvent } from 'eventsource-wasm';
import { equal, ok } from '../../../support/expect.js';
import { destroy, end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

/** `open`, `error` and `readyState` over the life of a connection. */
export const lifecycleCases: Cases = {
  'open comes once the answer is there, and before any message': async (context) => {
    // Firefox's fetch gives no answer before the first byte of its body.
    const target = await context.server.script(stream(':\n'));
    const recording = context.record(target.url);
    equal(recording.types, [], 'what was dispatched within the constructor');
    const opened = await recording.next('open');
    equal(opened.readyState, 1);
    ok(opened.event.constructor === Event, 'open to be a plain Event');
    const { bubbles, cancelable } = opened.event;
    equal([bubbles, cancelable], [false, false]);
  },

  'a stream that ends is an error with CONNECTING, and is opened again': async (context) => {
    const target = await context.server.script(stream('retry: 1\ndata: 1\n\n', end), stream('data: 2\n\n', end));
    const recording = context.record(target.url);
    await recording.closed();
    equal(
      recording.entries.map(({ type, readyState, code }) => [type, readyState, code]),
      [
        ['open', 1, undefined],
        ['message', 1, undefined],
        ['error', 0, 'ERR_SSE_STREAM_ENDED'],
        ['open', 1, undefined],
        ['message', 1, undefined],
        ['error', 0, 'ERR_SSE_STREAM_ENDED'],
        ['error', 2, 'ERR_SSE_NO_CONTENT'],
      ],
    );
    equal(recording.source.readyState, 2);
  },

  'a body that breaks off is a network error, and is opened again': async (context) => {
    const target = await context.server.script(stream('retry: 1\ndata: 1\n\n', { pause: 20 }, destroy));
    const recording = context.record(target.url);
    await recording.closed();
    equal(
      recording.entries.map(({ type, readyState, code }) => [type, readyState, code]),
      [
        ['open', 1, undefined],
        ['message', 1, undefined],
        ['error', 0, 'ERR_SSE_NETWORK'],
        ['error', 2, 'ERR_SSE_NO_CONTENT'],
      ],
    );
  },

  'a connection that is dropped before an answer is a network error, and is made again': async (context) => {
    const delays = context.recordDelays({ hurried: [3000] });
    const target = await context.server.repeat({ instead: 'drop' });
    const recording = context.record(target.url);
    await recording.next('error', 2);
    recording.source.close();
    equal(
      recording.entries.map(({ type, readyState, code }) => [type, readyState, code]),
      [
        ['error', 0, 'ERR_SSE_NETWORK'],
        ['error', 0, 'ERR_SSE_NETWORK'],
      ],
    );
    ok(delays.includes(3000), 'the standard delay');
  },

  'after 204 nothing is asked any more': async (context) => {
    const target = await context.server.script();
    const recording = context.record(target.url);
    const failed = await recording.closed();
    equal([failed.code, failed.status, failed.readyState], ['ERR_SSE_NO_CONTENT', 204, 2]);
    await context.settle();
    equal([(await target.requests()).length, recording.types], [1, ['error']]);
  },

  'an error is an event of a class of its own, and has no message': async (context) => {
    const target = await context.server.script(stream('retry: 1\n', end));
    const recording = context.record(target.url);
    const { event } = await recording.first('error');
    ok(event instanceof EventSourceErrorEvent && !(event instanceof MessageEvent), 'an EventSourceErrorEvent');
    equal([event.type, event.bubbles, event.cancelable], ['error', false, false]);
    equal([event.status, event.response, event.error.code], [undefined, undefined, 'ERR_SSE_STREAM_ENDED']);
    equal(event.message, event.error.message);
  },

  'an answer without a body, or with an empty one, is a stream that ended': async (context) => {
    const target = await context.server.script(stream(end));
    const recording = context.record(target.url);
    const error = await recording.first('error');
    equal([error.code, error.readyState, recording.types], ['ERR_SSE_STREAM_ENDED', 0, ['open', 'error']]);
  },

  'the handlers hear the same as listeners': async (context) => {
    const target = await context.server.script(stream('retry: 1\ndata: 1\n\n', end));
    const source = context.open(target.url);
    const heard: unknown[] = [];
    await new Promise<void>((resolve) => {
      source.onopen = ({ type }) => heard.push([type, source.readyState]);
      source.onmessage = ({ type, data }) => heard.push([type, source.readyState, data]);
      source.onerror = ({ type, code }) => {
        heard.push([type, source.readyState, code]);
        if (source.readyState === source.CLOSED) resolve();
      };
    });
    equal(heard, [
      ['open', 1],
      ['message', 1, '1'],
      ['error', 0, 'ERR_SSE_STREAM_ENDED'],
      ['error', 2, 'ERR_SSE_NO_CONTENT'],
    ]);
  },

  'two with the same URL have a connection each': async (context) => {
    const target = await context.server.script(stream('data: 1\n\n'), stream('data: 2\n\n'));
    const first = context.record(target.url);
    await first.next('message');
    const second = context.record(target.url);
    await second.next('message');
    equal([first.data, second.data, (await target.requests()).length], [['1'], ['2'], 2]);
    first.source.close();
    await target.gone(0);
    equal([first.source.readyState, second.source.readyState], [2, 1]);
  },
};
