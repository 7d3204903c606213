import { equal, ok } from '../../../support/expect.js';
import type { Cases } from '../case.js';

const url = 'http://stand-in.test/stream';
const type = { 'content-type': 'text/event-stream' };

/** A `fetch` of the caller's: it may do less than the platform's. */
export const customFetchCases: Cases = {
  'an answer that was made in memory': async (context) => {
    const fetch = answering(
      () => new Response('retry: 1\ndata: 1\n\n', { headers: type }),
      () => new Response(null, { status: 204 }),
    );
    const recording = context.record(url, { fetch });
    await recording.closed();
    equal(
      recording.entries.map(({ type, data, origin }) => [type, data, origin]),
      [
        ['open', undefined, undefined],
        ['message', '1', 'http://stand-in.test'],
        ['error', undefined, undefined],
        ['error', undefined, undefined],
      ],
    );
  },

  'one that may not be called as a method, as a browser has it': async (context) => {
    const callers: unknown[] = [];
    const recording = context.record(url, {
      fetch(this: unknown) {
        callers.push(this);
        return Promise.resolve(new Response(null, { status: 204 }));
      },
    });
    await recording.closed();
    equal(callers, [undefined]);
  },

  'one that rejects, or throws, is a lost connection': async (context) => {
    const delays = context.recordDelays({ hurried: [3000] });
    const fetch = answering(
      () => Promise.reject(new TypeError('no way')),
      () => {
        throw new Error('thrown');
      },
      () => new Response(null, { status: 204 }),
    );
    const recording = context.record(url, { fetch });
    await recording.closed();
    equal(
      recording.entries.map(({ code, readyState }) => [code, readyState]),
      [
        ['ERR_SSE_NETWORK', 0],
        ['ERR_SSE_NETWORK', 0],
        ['ERR_SSE_NO_CONTENT', 2],
      ],
    );
    ok(delays.includes(3000), 'the standard delay');
  },

  'one that does not know the signal: the body is cancelled by close() in open': async (context) => {
    const { body, cancelled } = hangingBody('data: 1\n\n');
    const recording = context.record(url, { fetch: answering(() => new Response(body, { headers: type })) });
    recording.source.onopen = () => {
      recording.source.close();
    };
    await cancelled;
    equal(recording.types, ['open']);
  },

  'one that does not know the signal: the body is cancelled by close()': async (context) => {
    const { body, cancelled } = hangingBody('data: 1\n\ndata: 2\n\n');
    const recording = context.record(url, { fetch: answering(() => new Response(body, { headers: type })) });
    recording.source.onmessage = () => {
      recording.source.close();
    };
    await recording.next('message');
    await cancelled;
    await context.settle();
    equal(recording.types, ['open', 'message']);
  },

  ...Object.fromEntries(
    [200, 500].map((status) => [
      `one that answers ${status} after close(): the body is cancelled`,
      async (context) => {
        const { body, cancelled } = hangingBody('data: 1\n\n');
        let answer: (response: Response) => void = () => undefined;
        const fetch = (): Promise<Response> =>
          new Promise((resolve) => {
            answer = resolve;
          });
        const recording = context.record(url, { fetch });
        await context.settle();
        recording.source.close();
        answer(new Response(body, { status, headers: type }));
        await cancelled;
        equal(recording.types, []);
      },
    ]),
  ),

  'a body that fails while it is read is a lost connection': async (context) => {
    const failing = new ReadableStream<Uint8Array>(
      {
        start(controller) {
          controller.enqueue(new TextEncoder().encode('retry: 1\ndata: 1\n\n'));
        },
        pull(controller) {
          controller.error(new Error('cable pulled'));
        },
      },
      { highWaterMark: 0 },
    );
    const fetch = answering(
      () => new Response(failing, { headers: type }),
      () => new Response(null, { status: 204 }),
    );
    const recording = context.record(url, { fetch });
    await recording.closed();
    equal(recording.entries.map(({ code }) => code).filter(Boolean), ['ERR_SSE_NETWORK', 'ERR_SSE_NO_CONTENT']);
  },

  'a chunk of any size, and an empty one': async (context) => {
    const chunks = ['', 'data: 1', '', '\n\n', `data: ${'x'.repeat(300_000)}\n\n`, ''];
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const recording = context.record(url, { fetch: answering(() => new Response(body, { headers: type })) });
    await recording.next('message', 2);
    equal(
      recording.data.map(({ length }) => length),
      [1, 300_000],
    );
  },

  'nothing more is read while events wait to be dispatched': async (context) => {
    let reads = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          reads++;
          controller.enqueue(new TextEncoder().encode('data: 1\n\n'.repeat(100)));
        },
      },
      { highWaterMark: 0 },
    );
    const recording = context.record(url, { fetch: answering(() => new Response(body, { headers: type })) });
    let readsDuringFirstChunk = 0;
    recording.source.addEventListener('message', () => {
      if (recording.data.length <= 100) readsDuringFirstChunk = reads;
      else recording.source.close();
    });
    await recording.next('message', 101);
    equal(readsDuringFirstChunk, 1);
  },
};

/** Answers one after the other; the last one for all that follow. */
function answering(...answers: readonly (() => Response | Promise<Response>)[]): () => Promise<Response> {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (answer === undefined) throw new Error('no answer');
    return Promise.resolve(answer());
  };
}

/** A body that sends some text and then nothing, and tells when it is cancelled. */
function hangingBody(text: string): { body: ReadableStream<Uint8Array>; cancelled: Promise<void> } {
  let onCancel: () => void = () => undefined;
  const cancelled = new Promise<void>((resolve) => {
    onCancel = resolve;
  });
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
    },
    cancel() {
      onCancel();
    },
  });
  return { body, cancelled };
}
