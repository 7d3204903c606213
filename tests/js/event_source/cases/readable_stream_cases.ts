import { EventSource } from 'eventsource-wasm';
import { at, equal, ok, thrownBy } from '../../../support/expect.js';
import { end, stream } from '../../../support/server_script.js';
import type { Cases } from '../case.js';
import { Recording } from '../recording.js';

const experimental = ['lastEventId', 'reconnectionTime'];

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function streamOf(...chunks: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(bytesOf(chunk));
      controller.close();
    },
  });
}

function recordStream(source: ReadableStream<Uint8Array>, ...types: string[]): Recording {
  return new Recording(EventSource.fromReadableStream(source), types);
}

/** A stream that stays open, to which text is written. */
function openStream() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  return { recording: recordStream(readable), writable };
}

/** `EventSource.fromReadableStream`, as whatwg/html#12272 proposes it. */
export const readableStreamCases: Cases = {
  'is a static operation of one argument, its attributes stand on the prototype': (context) => {
    equal(EventSource.fromReadableStream.length, 1);
    for (const name of experimental) {
      const descriptor = Object.getOwnPropertyDescriptor(EventSource.prototype, name);
      equal([typeof descriptor?.get, typeof descriptor?.set], ['function', 'undefined'], name);
      equal([descriptor?.enumerable, descriptor?.configurable], [true, true], name);
      ok(thrownBy(() => Reflect.get(EventSource.prototype, name)) instanceof TypeError, `a TypeError for ${name}`);
    }
    equal(Object.keys(context.idle()), [], 'what an instance has of its own');
  },

  'makes an EventSource that is connecting': () => {
    const source = EventSource.fromReadableStream(streamOf(''));
    ok(source instanceof EventSource, 'an EventSource');
    equal([source.readyState, source.url, source.withCredentials], [0, 'about:event-stream', false]);
    equal([source.lastEventId, source.reconnectionTime], ['', 3000]);
    source.close();
    equal(source.readyState, 2);
  },

  'takes a stream that nobody reads, and nothing else': () => {
    const read = new ReadableStream<Uint8Array>();
    read.getReader();
    for (const argument of [read, undefined, null, 'data: x\n\n', {}, [bytesOf('data: x\n\n')]]) {
      const make = (): EventSource => EventSource.fromReadableStream(argument as ReadableStream<Uint8Array>);
      ok(thrownBy(make) instanceof TypeError, 'a TypeError');
    }
    const taken = streamOf('');
    const source = EventSource.fromReadableStream(taken);
    ok(taken.locked, 'the stream to be locked');
    source.close();
  },

  'dispatches open, the events, and an error when the stream ends': async () => {
    const recording = recordStream(streamOf(': x\ndata: 1\n\nevent: add\nid: 42\nda', 'ta: 2\n\ndata: lost'), 'add');
    const error = await recording.closed();
    equal(recording.types, ['open', 'message', 'add', 'error']);
    equal(recording.data, ['1', '2']);
    equal(
      recording.entries.map(({ readyState }) => readyState),
      [1, 1, 1, 2],
    );
    const [, message, add] = recording.entries;
    equal([message?.origin, message?.lastEventId, add?.lastEventId], ['null', '', '42']);
    equal(error.code, 'ERR_SSE_STREAM_ENDED');
    equal(recording.source.lastEventId, '42', 'the last event ID afterwards');
  },

  'an empty stream opens, and ends': async () => {
    const recording = recordStream(streamOf());
    await recording.closed();
    equal(recording.types, ['open', 'error']);
  },

  'a stream that fails is an error after the events before it': async () => {
    let isFirst = true;
    const cause = new Error('cut off');
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isFirst) controller.enqueue(bytesOf('data: 1\n\n'));
        else controller.error(cause);
        isFirst = false;
      },
    });
    const recording = recordStream(source);
    const { code, event } = await recording.closed();
    equal(recording.types, ['open', 'message', 'error']);
    equal(code, 'ERR_SSE_NETWORK');
    ok((event as Event & { error: Error }).error.cause === cause, 'the cause to be what the stream failed with');
  },

  'a chunk that is none fails it, and cancels the stream': async () => {
    let cancelled: unknown;
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue(bytesOf('data: 1\n\n'));
        controller.enqueue(5);
      },
      cancel(reason) {
        cancelled = reason;
      },
    });
    const recording = recordStream(source as ReadableStream<Uint8Array>);
    const { code } = await recording.closed();
    equal([recording.data, code], [['1'], 'ERR_SSE_NETWORK']);
    ok(cancelled instanceof Error, 'the stream to be told why');
  },

  'nothing follows the end of the stream': async (context) => {
    const recording = recordStream(streamOf('retry: 0\ndata: 1\n\n'));
    await recording.closed();
    await context.settle();
    equal(recording.types, ['open', 'message', 'error']);
  },

  'close() cancels the stream and ends delivery': async (context) => {
    let isCancelled = false;
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytesOf('data: 1\n\ndata: 2\n\n'));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const recording = recordStream(source);
    recording.source.addEventListener('message', () => {
      recording.source.close();
    });
    await recording.next('message');
    await context.settle();
    equal(recording.types, ['open', 'message']);
    equal([isCancelled, source.locked, recording.source.readyState], [true, false, 2]);
  },

  'line ends, and a byte order mark': async () => {
    const recording = recordStream(streamOf('\uFEFFdata: 1\r\rdata: 2\n\ndata: 3\r\n\r\n'));
    await recording.closed();
    equal(recording.data, ['1', '2', '3']);
  },

  'reconnectionTime is what the stream says, and what a timer can hold': async () => {
    const { recording, writable } = openStream();
    const { source } = recording;
    const writer = writable.getWriter();
    const expected: [string, number][] = [
      ['retry: bogus\n', 3000],
      ['retry: 5000\n', 5000],
      ['retry: 99999999999999999999\n', 2 ** 31 - 1],
      ['retry: 0\n', 0],
    ];
    for (const [text, time] of expected) {
      await writer.write(bytesOf(text));
      await writer.write(bytesOf('data: x\n\n'));
      await recording.next('message', recording.data.length + 1);
      equal(source.reconnectionTime, time, text);
    }
  },

  'streams can be piped into it one after the other, each where the last one stopped': async () => {
    const { recording, writable } = openStream();
    const { source } = recording;
    await streamOf('id: 42\nretry: 5000\ndata: 1\n\n').pipeTo(writable, { preventClose: true });
    equal([source.lastEventId, source.reconnectionTime], ['42', 5000], 'what the next request needs');
    await streamOf('data: 2\n\n').pipeTo(writable);
    await recording.closed();
    equal(recording.data, ['1', '2']);
    equal(at(recording.entries, 2).lastEventId, '42');
    equal([source.lastEventId, source.reconnectionTime], ['42', 5000]);
  },

  'reset() discards an event that is not complete, and nothing else': async () => {
    const { recording, writable } = openStream();
    await streamOf('id: 1\ndata: 1\n\nid: 2\nevent: add\ndata: cut o').pipeTo(writable, { preventClose: true });
    recording.source.reset();
    await streamOf('\uFEFFdata: 2\n\n').pipeTo(writable);
    await recording.closed();
    equal(recording.data, ['1', '2']);
    equal(
      recording.all('message').map(({ lastEventId }) => lastEventId),
      ['1', '1'],
    );
    recording.source.reset();
  },

  'the body of an answer is a stream too': async (context) => {
    const target = await context.server.script(stream('id: 1\nretry: 5000\ndata: x\n\n', end));
    const { body } = await fetch(target.url);
    ok(body !== null, 'a body');
    const recording = recordStream(body);
    const { origin } = await recording.next('message');
    equal([origin, recording.source.lastEventId, recording.source.reconnectionTime], ['null', '1', 5000]);
  },

  'an EventSource with a URL has the last event ID and the reconnection time as well': async (context) => {
    const target = await context.server.script(stream('id: 1\nretry: 5000\ndata: x\n\n'));
    const recording = context.record(target.url);
    await recording.next('message');
    const { source } = recording;
    equal([source.lastEventId, source.reconnectionTime], ['1', 5000]);
    source.reset();
    equal([source.readyState, source.lastEventId], [1, '1'], 'what reset() leaves');
  },
};
