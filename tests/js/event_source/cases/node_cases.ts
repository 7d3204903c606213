import { EventSource } from 'eventsource-wasm';
import { equal, ok, thrownBy } from '../../../support/expect.js';
import type { Cases } from '../case.js';

// A port that nobody listens on, and that `fetch` does not forbid.
const refused = 'http://127.0.0.1:2/';

/** Where there is no page, and errors say more. */
export const nodeCases: Cases = {
  'a relative URL has nothing to be relative to': () => {
    const error = thrownBy(() => new EventSource('/stream'));
    ok(error instanceof DOMException && error.name === 'SyntaxError', 'a SyntaxError');
    ok(error.message.includes('absolute'), 'the message to say what is missing');
  },

  'a POST that no server can have seen is sent again': async (context) => {
    const delays = context.recordDelays({ hurried: [3000] });
    const recording = context.record(refused, { method: 'POST', body: 'x' });
    await recording.next('error', 2);
    equal(
      recording.entries.map(({ code, readyState }) => [code, readyState]),
      [
        ['ERR_SSE_NETWORK', 0],
        ['ERR_SSE_NETWORK', 0],
      ],
    );
    ok(delays.includes(3000), 'the standard delay');
  },

  'a POST that a server may have seen is not': async (context) => {
    const target = await context.server.repeat({ instead: 'drop' });
    const failed = await context.record(target.url, { method: 'POST', body: 'x' }).next('error');
    equal([failed.code, failed.readyState, (await target.requests()).length], ['ERR_SSE_NETWORK', 2, 1]);
  },

  'a body that is a stream is sent once': async (context) => {
    const target = await context.server.repeat({ steps: [{ write: 'retry: 1\ndata: 1\n\n' }, { end: true }] });
    const body = new Blob(['streamed']).stream();
    const failed = await context.record(target.url, { method: 'PUT', body }).next('error');
    equal([failed.code, failed.readyState], ['ERR_SSE_STREAM_ENDED', 2]);
    equal(
      (await target.requests()).map((request) => request.body),
      ['streamed'],
    );
  },

  'credentials in the URL go as Authorization': async (context) => {
    const target = await context.server.repeat({ steps: [{ write: 'data: 1\n\n' }] });
    const url = target.url.replace('http://', 'http://us%C3%A9r:p%40ss@');
    const recording = context.record(url);
    await recording.next('message');
    equal(recording.source.url, url);
    const expected = `Basic ${Buffer.from('usér:p@ss').toString('base64')}`;
    equal(
      (await target.requests()).map(({ headers }) => headers['authorization']),
      [expected],
    );
  },
};
