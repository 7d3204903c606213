import { equal, ok } from '../../../support/expect.js';
import { EventSourceErrorEvent, ResponseError } from 'eventsource-wasm';
import { type Answer, end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const eventStreams = [
  'text/event-stream',
  'TEXT/Event-Stream',
  'text/event-stream;',
  'text/event-stream; charset=utf-8',
  'text/event-stream;charset=UTF-8;boundary="a,b"',
  'text/event-stream ; charset=utf-8',
  'text/event-stream; charset=windows-1251',
  'text/event-stream;charset',
  'text/html, text/event-stream',
  'text/event-stream, */*',
];

const otherTypes = [
  null,
  'text/plain',
  'text/html',
  'application/json',
  'text/event-streams',
  'text/event-stream-x',
  'text/x-event-stream',
  'xtext/event-stream',
  'text /event-stream',
  'text/event-stream x',
  'text/event-stream, text/html',
  'text',
  '*/*',
];

/** Which answers are event streams. */
export const responseCases: Cases = {
  ...Object.fromEntries(
    [201, 202, 206, 300, 400, 401, 403, 404, 410, 429, 500, 501, 502, 503, 504].map((status) => [
      `status ${status} is a failure for good`,
      async (context) => {
        const target = await context.server.repeat({ ...stream('retry: 1\ndata: x\n\n', end), status });
        const recording = context.record(target.url);
        const failed = await recording.next('error');
        equal([failed.code, failed.status, failed.readyState], ['ERR_SSE_STATUS', status, 2]);
        await context.settle();
        equal([recording.types, (await target.requests()).length], [['error'], 1]);
      },
    ]),
  ),

  ...Object.fromEntries(
    eventStreams.map((type) => [
      `Content-Type "${type}" is an event stream`,
      async (context) => {
        const target = await context.server.script({
          headers: { 'content-type': type },
          steps: [{ write: 'data: ж\n\n' }],
        });
        equal((await context.record(target.url).next('message')).data, 'ж');
      },
    ]),
  ),

  ...Object.fromEntries(
    otherTypes.map((type) => [
      type === null ? 'no Content-Type is none' : `Content-Type "${type}" is none`,
      async (context) => {
        const answer: Answer = { headers: { 'content-type': type }, steps: [{ write: 'data: x\n\n' }] };
        const target = await context.server.repeat(answer);
        const recording = context.record(target.url);
        const failed = await recording.next('error');
        equal([failed.code, failed.status, failed.readyState], ['ERR_SSE_CONTENT_TYPE', 200, 2]);
        await target.gone();
        equal([recording.types, (await target.requests()).length], [['error'], 1]);
      },
    ]),
  ),

  'the error tells what came, and the body can be read': async (context) => {
    const target = await context.server.script({
      status: 429,
      headers: { 'content-type': 'application/json' },
      steps: [{ write: '{"reason":' }, { pause: 20 }, { write: '"slow down"}' }, end],
    });
    const source = context.open(target.url);
    const { event, body } = await new Promise<{ event: EventSourceErrorEvent; body: unknown }>((resolve, reject) => {
      source.onerror = (event) => {
        event.response?.json().then((body) => {
          resolve({ event, body });
        }, reject);
      };
    });
    equal(body, { reason: 'slow down' });
    ok(event.error instanceof ResponseError, 'a ResponseError');
    equal([event.status, event.response?.headers.get('content-type')], [429, 'application/json']);
    ok(event.message.includes('429'), 'the message to name the status');
  },

  'the message names the Content-Type that came': async (context) => {
    const target = await context.server.script({ headers: { 'content-type': 'text/html' }, steps: [end] });
    const { event } = await context.record(target.url).closed();
    ok(event instanceof EventSourceErrorEvent && event.message.includes('text/html'), 'the message to name it');
  },

  'a body that nobody reads is given up, and does not hold the connection': async (context) => {
    const target = await context.server.script({ status: 500, steps: [{ write: 'x' }] });
    await context.record(target.url).closed();
    await target.gone();
  },

  'a body that is being read is not given up by close()': async (context) => {
    const target = await context.server.script({
      status: 500,
      steps: [{ write: 'a' }, { wait: true }, { write: 'b' }, end],
    });
    const source = context.open(target.url);
    const body = await new Promise<string | undefined>((resolve, reject) => {
      source.onerror = ({ response }) => {
        response?.text().then(resolve, reject);
        source.close();
        void target.release();
      };
    });
    equal(body, 'ab');
  },
};
