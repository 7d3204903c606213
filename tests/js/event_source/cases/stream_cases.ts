import { equal } from '../../../support/expect.js';
import { type Answer, end, type Step, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const apart: Step = { pause: 3 };
const mixed = '\ufeffdata: aé漢😀\r\ndata: b\r\rid: ü\ndata: c\n\n: x\r\n\r\ndata: 😀\r\n\r\n';

/** Bytes over the wire, cut in unlucky places; the parser's own suites have the rest. */
export const streamCases: Cases = {
  'every byte by itself: BOM, UTF-8 and all line ends': async (context) => {
    const bytes = [...new TextEncoder().encode(mixed)];
    const steps = bytes.flatMap((byte): Step[] => [{ bytes: [byte] }, apart]);
    const target = await context.server.script({ steps });
    const recording = context.record(target.url);
    await recording.next('message', 3);
    equal(recording.data, ['aé漢😀\nb', 'c', '😀']);
    equal(recording.entries.at(-1)?.lastEventId, 'ü');
  },

  'the same in one piece': async (context) => {
    const target = await context.server.script(stream(mixed));
    const recording = context.record(target.url);
    await recording.next('message', 3);
    equal(recording.data, ['aé漢😀\nb', 'c', '😀']);
  },

  'CR and LF in two chunks are one line end': async (context) => {
    const target = await context.server.script(
      stream(
        'data: a\r',
        apart,
        '\ndata: b\r\n',
        apart,
        '\r',
        apart,
        '\ndata: c\r',
        apart,
        '\r',
        apart,
        'data: d\n',
        apart,
        '\n',
      ),
    );
    const recording = context.record(target.url);
    await recording.next('message', 3);
    equal(recording.data, ['a\nb', 'c', 'd']);
  },

  'an event that ends with CR is dispatched before anything follows': async (context) => {
    const target = await context.server.script(stream('data: a\r\r'));
    equal((await context.record(target.url).next('message')).data, 'a');
  },

  'one BOM is taken away at the start of each connection': async (context) => {
    const bom = '\ufeff';
    const target = await context.server.script(
      stream(`${bom}data: a\n\n${bom}data: ignored\n\nretry: 1\n\n`, end),
      stream(`${bom}data: b\n\n`, end),
      stream(`${bom}${bom}data: ignored\n\ndata: ${bom}c\n\n`, end),
    );
    const recording = context.record(target.url);
    await recording.closed();
    equal(recording.data, ['a', 'b', `${bom}c`]);
  },

  'what a connection left unfinished does not reach into the next': async (context) => {
    const target = await context.server.script(
      stream('retry: 1\n\nevent: x\nid: 1\ndata: lost\n', end),
      { steps: [{ bytes: [...new TextEncoder().encode('data: lost'), 0xf0, 0x9f] }, end] },
      { steps: [{ bytes: [0x98, 0x80] }, { write: '\ndata: kept\n\n' }, end] },
    );
    const recording = context.record(target.url, {}, 'x');
    await recording.closed();
    equal(
      recording.all('message').map(({ data, lastEventId }) => [data, lastEventId]),
      [['kept', '']],
    );
    equal(recording.all('x').length, 0);
  },

  'a CR at the end of a connection does not swallow an LF of the next': async (context) => {
    const target = await context.server.script(stream('retry: 1\r', end), stream('\ndata: a\n\n', end));
    const recording = context.record(target.url);
    await recording.closed();
    equal(recording.data, ['a']);
  },

  'ill-formed UTF-8 is replaced': async (context) => {
    const bytes = [...new TextEncoder().encode('data: '), 0xff, 0xc3, 0x0a, 0x0a];
    const target = await context.server.script({ steps: [{ bytes }] });
    equal((await context.record(target.url).next('message')).data, '\ufffd\ufffd');
  },

  'large events come whole': async (context) => {
    const [ascii, wide] = ['x'.repeat(2_000_000), '漢😀'.repeat(100_000)];
    const target = await context.server.script(stream(`data: ${ascii}\n\n`, `data: ${wide}\n\n`));
    const recording = context.record(target.url);
    await recording.next('message', 2);
    equal(
      recording.data.map((data) => [data.length, data === ascii || data === wide]),
      [
        [2_000_000, true],
        [300_000, true],
      ],
    );
  },

  'a compressed stream is delivered as it comes': async (context) => {
    const answer: Answer = { ...stream('data: 1\n\n', { wait: true }, 'data: 2\n\n', end), gzip: true };
    const target = await context.server.script(answer);
    const recording = context.record(target.url);
    await recording.next('message');
    await target.release();
    equal((await recording.next('message', 2)).data, '2');
  },

  'an event larger than maxEventSize fails for good, after what came before it': async (context) => {
    const target = await context.server.repeat(stream(`data: 1\n\ndata: ${'x'.repeat(1000)}`));
    const recording = context.record(target.url, { maxEventSize: 500 });
    const failed = await recording.closed();
    equal([failed.code, recording.types], ['ERR_SSE_EVENT_TOO_LARGE', ['open', 'message', 'error']]);
    await target.gone();
    equal((await target.requests()).length, 1);
  },

  'maxEventSize is for one event, not for the stream': async (context) => {
    const target = await context.server.script(stream(`data: ${'x'.repeat(400)}\n\n`.repeat(20)));
    equal((await context.record(target.url, { maxEventSize: 500 }).next('message', 20)).readyState, 1);
  },
};
