import { equal, ok } from '../../../support/expect.js';
import { end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

// Delays that no timer of a platform has.
const [first, second] = [1231, 1233];

/** The reconnection time. No case looks at a clock: they look at what timers are set to. */
export const reconnectionCases: Cases = {
  'three seconds until the stream says something else': async (context) => {
    const delays = context.recordDelays({ hurried: [3000] });
    const target = await context.server.script(stream('data: 1\n\n', end));
    await context.record(target.url).closed();
    equal(count(delays, 3000), 1);
  },

  'retry sets it, also for later connections': async (context) => {
    const delays = context.recordDelays({ hurried: [first, second] });
    const target = await context.server.script(
      stream(`retry: ${first}\n\n`, end),
      stream('data: 1\n\n', end),
      stream(`data: 2\nretry: ${second}\n\n`, end),
      stream('data: 3\n\n', end),
    );
    const recording = context.record(target.url);
    await recording.closed();
    equal(recording.data, ['1', '2', '3']);
    equal(
      delays.filter((delay) => delay === first || delay === second || delay === 3000),
      [first, first, second, second],
    );
  },

  'retry counts when its line has ended, also in a block that never ends': async (context) => {
    const delays = context.recordDelays({ hurried: [first] });
    const target = await context.server.script(stream(`data: x\nretry: ${first}\n`, end));
    const recording = context.record(target.url);
    await recording.closed();
    equal([count(delays, first), recording.data], [1, []]);
  },

  'leading zeros are digits': async (context) => {
    const delays = context.recordDelays({ hurried: [first] });
    const target = await context.server.script(stream(`retry: 000${first}\n\n`, end));
    await context.record(target.url).closed();
    equal(count(delays, first), 1);
  },

  'retry: 0 is obeyed': async (context) => {
    const delays = context.recordDelays();
    const target = await context.server.script(stream('retry: 0\n\n', end));
    await context.record(target.url).closed();
    ok(delays.includes(0) && !delays.includes(3000), 'no delay');
  },

  'what is not made of digits alone is ignored': async (context) => {
    const delays = context.recordDelays({ hurried: [first] });
    const bogus = ['', ' ', '-1', '+1', '1.5', '1e3', '0x10', '1 ', '  1', '1s', '\u0661', '\uff11', 'NaN', 'Infinity'];
    const lines = bogus.map((value) => `retry: ${value}\n`).join('');
    const target = await context.server.script(stream(`retry: ${first}\n${lines}retry\nretry:\n\n`, end));
    await context.record(target.url).closed();
    equal(count(delays, first), 1);
  },

  ...Object.fromEntries(
    ['2147483648', '9999999999', '9'.repeat(400)].map((value) => [
      `retry: ${value.length > 20 ? 'four hundred digits' : value} waits as long as a timer can, and causes no storm of requests`,
      async (context) => {
        const delays = context.recordDelays();
        const target = await context.server.repeat(stream(`retry: ${value}\n\n`, end));
        const recording = context.record(target.url);
        await recording.next('error');
        await context.settle();
        equal([(await target.requests()).length, count(delays, 2 ** 31 - 1)], [1, 1]);
        ok(
          delays.every((delay) => delay <= 2 ** 31 - 1),
          'no delay that a timer cannot hold',
        );
      },
    ]),
  ),

  'the delay is waited for': async (context) => {
    context.recordDelays({ stopped: [first] });
    const target = await context.server.repeat(stream(`retry: ${first}\n\n`, end));
    const recording = context.record(target.url);
    await recording.next('error');
    await context.settle();
    equal([(await target.requests()).length, recording.source.readyState], [1, 0]);
  },

  'hundreds of reconnects go on as the first did': async (context) => {
    const target = await context.server.script(
      ...Array.from({ length: 200 }, (_, i) => stream(`retry: 0\nid: ${i}\ndata: ${i}\n\n`, end)),
    );
    const recording = context.record(target.url);
    await recording.closed();
    equal(
      recording.data,
      Array.from({ length: 200 }, (_, i) => String(i)),
    );
    equal((await target.requests()).at(-1)?.headers['last-event-id'], '199');
  },
};

function count(delays: readonly number[], delay: number): number {
  return delays.filter((candidate) => candidate === delay).length;
}
