import { equal } from '../../../support/expect.js';
import { type Answer, end, stream } from '../../../support/server_script.js';
import type { Case, Cases } from '../case.js';

/** `Last-Event-ID`: what is sent with each request after the streams that came before it. */
export const lastEventIdCases: Cases = {
  'no id, no field': sends(['data: a\n\n'], [undefined]),
  'the id of the last event': sends(['id: 1\ndata: a\n\nid: 2\ndata: b\n\n'], ['2']),
  'it is kept over events and connections without one': sends(
    ['id: 1\ndata: a\n\ndata: b\n\n', 'data: c\n\n', ': d\n\n'],
    ['1', '1', '1'],
  ),
  'an id in a block without data counts': sends(['id: 1\ndata: a\n\nid: 2\n\n'], ['2']),
  'an id in an incomplete block does not': sends(['id: 1\ndata: a\n\nid: 2\ndata: b\n', 'id: 3\ndata: c'], ['1', '1']),
  'an id in an unfinished line does not': sends(['id: 1\ndata: a\n\nid: 2'], ['1']),
  'an empty id resets it': sends(['id: 1\ndata: a\n\n', 'id\ndata: b\n\n', 'id:\n\n'], ['1', undefined, undefined]),
  'an id with NUL is ignored': sends(['id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n'], ['1']),
  'characters that are not ASCII go as UTF-8': sends(
    ['id: €\ndata: a\n\n', 'id: ü😀\n\n'],
    ['\xe2\x82\xac', '\xc3\xbc\xf0\x9f\x98\x80'],
  ),
  'an ill-formed byte in it goes as U+FFFD': sends(
    [[...bytes('id: a'), 0xff, ...bytes('\ndata: b\n\n')]],
    ['a\xef\xbf\xbd'],
  ),
  'commas, colons and inner spaces are part of it': sends(['id: a, b: c "d"\ndata: a\n\n'], ['a, b: c "d"']),
  'white space around it, which HTTP does not carry, stops nothing': sends(['id:  12 \ndata: a\n\n'], ['12']),
  'a long one goes whole': sends([`id: ${'x'.repeat(4000)}\ndata: a\n\n`], ['x'.repeat(4000)]),

  'a control character in it never stops a reconnect': async (context) => {
    for (const character of ['\x01', '\x1b', '\x7f', '\x0b']) {
      const target = await context.server.script(
        stream(`retry: 1\nid: a${character}b\ndata: 1\n\n`, end),
        stream('id: 2\ndata: 2\n\n', end),
      );
      const recording = context.record(target.url);
      await recording.closed();
      equal(
        recording.all('message').map(({ data, lastEventId }) => [data, lastEventId]),
        [
          ['1', `a${character}b`],
          ['2', '2'],
        ],
      );
      equal(
        (await target.requests()).map(({ headers }) => headers['last-event-id']),
        [undefined, undefined, '2'],
      );
    }
  },

  'lastEventId of events is what the stream has said so far': async (context) => {
    const target = await context.server.script(
      stream(
        'data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: 2\n\ndata: d\n\nid\ndata: e\n\nid: €\ndata: f\n\nretry: 1\n',
        end,
      ),
      stream('data: g\n\n', end),
    );
    const recording = context.record(target.url);
    await recording.closed();
    equal(
      recording.all('message').map(({ data, lastEventId }) => `${data}${lastEventId}`),
      ['a', 'b1', 'c1', 'd2', 'e', 'f€', 'g€'],
    );
  },

  "a caller's own Last-Event-ID begins the first stream, and is overtaken by it": async (context) => {
    const target = await context.server.script(stream('retry: 1\ndata: a\n\n', end), stream('id: 8\ndata: b\n\n', end));
    await context.record(target.url, { headers: { 'Last-Event-ID': '7' } }).closed();
    equal(
      (await target.requests()).map(({ headers }) => headers['last-event-id']),
      ['7', '7', '8'],
    );
  },
};

/** Streams that end one after the other, and the field in the request after each of them. */
function sends(streams: readonly (string | readonly number[])[], fields: readonly (string | undefined)[]): Case {
  return async (context) => {
    const answers = streams.map((content): Answer => {
      const step = typeof content === 'string' ? { write: content } : { bytes: content };
      return { steps: [{ write: 'retry: 1\n\n' }, step, end] };
    });
    const target = await context.server.script(...answers);
    await context.record(target.url).closed();
    const sent = (await target.requests()).map(({ headers }) => headers['last-event-id']);
    equal(sent, [undefined, ...fields], 'Last-Event-ID of each request');
  };
}

function bytes(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}
