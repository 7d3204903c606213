import { equal } from '../../../support/expect.js';
import { stream, wait } from '../../../support/server_script.js';
import type { Cases } from '../case.js';

const two = 'data: 1\n\ndata: 2\n\n';

/** When events are dispatched, and what listeners can do to each other. */
export const deliveryCases: Cases = {
  'promises that a listener resolves are acted on before the next event of the chunk': async (context) => {
    const target = await context.server.script(stream(two));
    const source = context.open(target.url);
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      source.onmessage = async ({ data }) => {
        order.push(`event ${data}`);
        for (let i = 0; i < 20; i++) await Promise.resolve();
        order.push(`promise ${data}`);
        if (data === '2') resolve();
      };
    });
    equal(order, ['event 1', 'promise 1', 'event 2', 'promise 2']);
  },

  'so they are between any two of a hundred events, and one of them may close the source': async (context) => {
    const target = await context.server.script(stream('data\n\n'.repeat(100)));
    const source = context.open(target.url);
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      source.onmessage = async () => {
        order.push('event');
        for (let i = 0; i < 20; i++) await Promise.resolve();
        order.push('promise');
        if (order.length < 140) return;
        source.close();
        resolve();
      };
    });
    await context.settle();
    equal(order, Array.from({ length: 70 }, () => ['event', 'promise']).flat());
  },

  'promises that open resolves are acted on before the first event': async (context) => {
    const target = await context.server.script(stream(two));
    const source = context.open(target.url);
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      source.onopen = async () => {
        for (let i = 0; i < 20; i++) await Promise.resolve();
        order.push('promise');
      };
      source.onmessage = ({ data }) => {
        order.push(data);
        if (data === '2') resolve();
      };
    });
    equal(order, ['promise', '1', '2']);
  },

  'a listener that throws stops neither the others nor the stream': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream('data: 1\n\ndata: 2\n\n', wait, 'data: 3\n\n'));
    const source = context.open(target.url);
    source.onopen = () => {
      throw new Error('thrown by open');
    };
    source.onmessage = ({ data }) => {
      throw new Error(`thrown by ${data}`);
    };
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      source.addEventListener('message', ({ data }) => {
        heard.push(data);
        if (data === '2') void target.release();
        if (data === '3') resolve();
      });
    });
    equal([heard, source.readyState], [['1', '2', '3'], 1]);
    await context.settle();
    equal(
      errors.map(String),
      ['open', '1', '2', '3'].map((name) => `Error: thrown by ${name}`),
    );
  },

  'a listener that throws in error does not stop the reconnect': async (context) => {
    const errors = context.captureErrors();
    const target = await context.server.script(stream('retry: 1\n\n', { end: true }), stream('data: 1\n\n'));
    const recording = context.record(target.url);
    recording.source.onerror = () => {
      throw new Error('thrown');
    };
    await recording.next('message');
    await context.settle();
    equal(errors.map(String), ['Error: thrown']);
  },

  'a listener may open and close others': async (context) => {
    const target = await context.server.repeat(stream(two));
    const recording = context.record(target.url);
    const inner: string[] = [];
    await new Promise<void>((resolve) => {
      recording.source.onmessage = ({ data }) => {
        const other = context.open(target.url);
        other.onmessage = (event) => {
          inner.push(data + event.data);
          other.close();
          if (inner.length === 2) resolve();
        };
      };
    });
    equal(
      [recording.data, [...inner].sort()],
      [
        ['1', '2'],
        ['11', '21'],
      ],
    );
  },

  'ten thousand events of one chunk come in order': async (context) => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i));
    const target = await context.server.script(stream(numbers.map((n) => `data: ${n}\n\n`).join('')));
    const recording = context.record(target.url);
    await recording.next('message', numbers.length);
    equal(recording.data, numbers);
  },
};
