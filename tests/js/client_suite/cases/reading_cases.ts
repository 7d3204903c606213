import { EventSourceParserStream, fetchEventSource, parseEventStream } from 'eventsource-wasm';
import { equal, ok } from '../../../support/expect.js';
import { end, stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../../event_source/case.js';
import { codeOf, numbered, rejection, take } from '../source.js';

// A character, a line end and a field that chunks cut in two.
const cut = [[...utf8('data: na')], [...utf8('ïve\r')].slice(0, 1), [...utf8('ïve\r')].slice(1), [...utf8('\nev')]];

/** Streams of those who fetch themselves, and the callbacks of fetchEventSource. */
export const readingCases: Cases = {
  'fetchEventSource() tells messages, asks again, and is done when the server ends the stream': async (context) => {
    const target = await context.server.script(
      stream('id: 1\nevent: a\ndata: x\n\n', wait, { destroy: true }),
      stream('data: y\n\n', end),
    );
    const messages: unknown[] = [];
    const errors: unknown[] = [];
    await fetchEventSource(target.url, {
      headers: { 'x-own': 'yes' },
      openWhenHidden: true,
      onmessage: ({ id, event, data }) => {
        messages.push([id, event, data]);
        if (messages.length === 1) void target.release();
      },
      onerror: (error) => {
        errors.push(codeOf(error));
        return 1;
      },
    });
    equal(
      [messages, errors],
      [
        [
          ['1', 'a', 'x'],
          ['', '', 'y'],
        ],
        ['ERR_SSE_NETWORK'],
      ],
    );
    equal(
      (await target.requests(2)).map(({ headers }) => [headers['x-own'], headers['last-event-id']]),
      [
        ['yes', undefined],
        ['yes', '1'],
      ],
    );
  },

  'fetchEventSource() with POST; its signal ends it': async (context) => {
    const target = await context.server.script(stream('data: x\n\n'));
    const controller = new AbortController();
    await fetchEventSource(target.url, {
      method: 'POST',
      body: 'question',
      signal: controller.signal,
      openWhenHidden: true,
      onmessage: () => {
        controller.abort();
      },
    });
    await target.gone();
    equal(
      (await target.requests()).map(({ method, body }) => [method, body]),
      [['POST', 'question']],
    );
  },

  'fetchEventSource() rejects with an answer that is no stream': async (context) => {
    const target = await context.server.repeat({ status: 404, steps: [end] });
    equal(codeOf(await rejection(fetchEventSource(target.url, { openWhenHidden: true }))), 'ERR_SSE_STATUS');
  },

  'parseEventStream() reads a response, however it is cut': async (context) => {
    const target = await context.server.script({
      steps: [...cut.flatMap((bytes) => [{ bytes }, { pause: 1 }]), { write: 'ent: a\r\n\r\ndata: [DONE]\n\n' }],
    });
    const events = [];
    const response = await fetch(target.url);
    for await (const event of parseEventStream(response, { finishOn: { data: '[DONE]' } })) events.push(event);
    equal(events, [{ type: 'a', data: 'naïve', id: undefined, lastEventId: '', event: 'a' }]);
    await target.gone();
  },

  'leaving a loop over parseEventStream() lets the server go': async (context) => {
    const target = await context.server.script(stream(numbered(3)));
    for await (const { data } of parseEventStream(await fetch(target.url))) if (data === '2') break;
    await target.gone();
  },

  'parseEventStream() throws for an answer that was cut short, and for one that is no stream': async (context) => {
    const target = await context.server.script(stream(numbered(1), end), { status: 500, steps: [end] });
    const events = parseEventStream(await fetch(target.url), { finishOn: { data: '[DONE]' } });
    equal(await take(events, 1), ['1']);
    equal(codeOf(await rejection(events.next())), 'ERR_SSE_STREAM_ENDED');
    equal(codeOf(await rejection(parseEventStream(await fetch(target.url)).next())), 'ERR_SSE_STATUS');
  },

  'EventSourceParserStream is a stage of a pipe': async (context) => {
    const target = await context.server.script(
      stream('id: 1\nevent: a\ndata: x\n\n', 'data: y\n\ndata: not comp', end),
    );
    const { body } = await fetch(target.url);
    ok(body !== null, 'a body');
    const comments: string[] = [];
    const reader = body
      .pipeThrough(new EventSourceParserStream({ onComment: (text) => comments.push(text) }))
      .getReader();
    const events: unknown[] = [];
    for (let result; !(result = await reader.read()).done;) events.push(result.value);
    equal(events, [
      { id: '1', event: 'a', data: 'x' },
      { id: undefined, event: undefined, data: 'y' },
    ]);
  },

  'cancelling the readable end of EventSourceParserStream lets the server go': async (context) => {
    const target = await context.server.script(stream(numbered(2)));
    const { body } = await fetch(target.url);
    const reader = body?.pipeThrough(new EventSourceParserStream()).getReader();
    equal((await reader?.read())?.value, { id: '1', event: undefined, data: '1' });
    await reader?.cancel();
    await target.gone();
  },
};

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
