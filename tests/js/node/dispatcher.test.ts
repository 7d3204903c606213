import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createEventSource, type Fetch } from 'eventsource-wasm';
import { nodeFetch } from 'eventsource-wasm/node';

interface Handler {
  onConnect(abort: (reason: unknown) => void): void;
  onHeaders(status: number, fields: Buffer[], resume: () => void, statusText: string): boolean;
  onData(chunk: Uint8Array): boolean;
  onComplete(trailers: Buffer[]): void;
  onError(error: unknown): void;
  onRequestStart(controller: Controller): void;
  onResponseStart(controller: Controller, status: number, fields: Record<string, string>, statusText: string): void;
  onResponseData(controller: Controller, chunk: Uint8Array): void;
  onResponseEnd(controller: Controller, trailers: object): void;
  onResponseError(controller: Controller, error: unknown): void;
}

interface Controller {
  abort(reason: unknown): void;
  pause(): void;
  resume(): void;
}

/** The other end of one request, whichever words its dispatcher has. */
interface Wire {
  readonly log: string[];
  /** False when nothing more is to come. */
  send(text: string): boolean;
  end(): void;
}

type Words = (handler: Handler) => Wire;

const undici6: Words = (handler) => {
  const log: string[] = [];
  handler.onConnect((reason) => {
    log.push('abort');
    handler.onError(reason);
  });
  const fields = ['Content-Type', 'text/event-stream'].map((text) => Buffer.from(text));
  handler.onHeaders(200, fields, () => log.push('resume'), 'OK');
  return { log, send: (text) => handler.onData(Buffer.from(text)), end: () => handler.onComplete([]) };
};

const undici8: Words = (handler) => {
  const log: string[] = [];
  let isPaused = false;
  const controller: Controller = {
    abort(reason) {
      log.push('abort');
      handler.onResponseError(controller, reason);
    },
    pause() {
      isPaused = true;
    },
    resume() {
      log.push('resume');
      isPaused = false;
    },
  };
  handler.onRequestStart(controller);
  handler.onResponseStart(controller, 200, { 'content-type': 'text/event-stream' }, 'OK');
  return {
    log,
    send(text) {
      handler.onResponseData(controller, Buffer.from(text));
      return !isPaused;
    },
    end: () => handler.onResponseEnd(controller, {}),
  };
};

function connect(words: Words): { fetch: Fetch; wire: () => Wire } {
  let wire: Wire | undefined;
  const dispatcher = {
    dispatch(_: object, handler: object) {
      wire = words(handler as Handler);
      return true;
    },
  };
  return { fetch: nodeFetch({ dispatcher }), wire: () => wire as Wire };
}

for (const [name, words] of Object.entries({ undici6, undici8 })) {
  describe(`a dispatcher that speaks as ${name}`, () => {
    test('hands over chunks, which are taken when it has returned', async () => {
      const { fetch, wire } = connect(words);
      const data: string[] = [];
      const source = createEventSource({
        url: 'http://localhost/',
        fetch,
        finishOn: 'end',
        onMessage: (event) => void data.push(event.data),
      });
      await setImmediate();
      wire().send('data: 1\n\nda');
      wire().send('ta: 2\n\n');
      assert.deepEqual(data, []);
      await setImmediate();
      assert.deepEqual(data, ['1', '2']);
      wire().send('data: 3\n\n');
      wire().end();
      assert.equal(await source.closed, undefined);
      assert.deepEqual([data, wire().log], [['1', '2', '3'], []]);
    });

    test('is told to pause when nobody takes what comes, and to resume', async () => {
      const { fetch, wire } = connect(words);
      const source = createEventSource({ url: 'http://localhost/', fetch });
      source.pause();
      await setImmediate();
      const comment = `:${'x'.repeat(32 * 1024)}\n`;
      assert.deepEqual([wire().send(comment), wire().send(comment)], [true, false]);
      await setImmediate();
      assert.deepEqual(wire().log, []);
      source.resume();
      await setImmediate();
      assert.deepEqual([wire().log, wire().send(comment)], [['resume'], true]);
      source.close();
      assert.deepEqual(wire().log, ['resume', 'abort']);
    });

    test('is told when a stream is closed, and nothing is delivered afterwards', async () => {
      const { fetch, wire } = connect(words);
      const data: string[] = [];
      const source = createEventSource({
        url: 'http://localhost/',
        fetch,
        onMessage: (event) => {
          data.push(event.data);
          source.close();
        },
      });
      await setImmediate();
      wire().send('data: 1\n\n');
      wire().send('data: 2\n\n');
      await setImmediate();
      assert.deepEqual([data, wire().log], [['1'], ['abort']]);
    });
  });
}
