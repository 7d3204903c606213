import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventSource } from 'eventsource-wasm';
import { moduleMemory } from '../../support/module_memory.js';

const streams = 10_000;
const url = 'http://stand-in.test/';
const headers = { 'content-type': 'text/event-stream' };
/** Enough that ten thousand streams that kept it would be missed: 40 MB. */
const unfinished = `data: 1\n\ndata: ${'x'.repeat(4096)}`;

/** Opens and ends so many streams, some at a time. */
async function open(count: number, endOne: () => Promise<void>): Promise<void> {
  for (let begun = 0; begun < count; begun += 50) await Promise.all(Array.from({ length: 50 }, endOne));
}

function unfinishedBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(unfinished));
    },
  });
}

const waysToEnd: Readonly<Record<string, () => Promise<void>>> = {
  'made from a stream, and closed in an event': () =>
    new Promise((resolve) => {
      const source = EventSource.fromReadableStream(unfinishedBody());
      source.addEventListener('message', () => {
        source.close();
        resolve();
      });
    }),
  'made from a stream that ends': () =>
    new Promise((resolve) => {
      const body = new Response(unfinished).body ?? unfinishedBody();
      EventSource.fromReadableStream(body).addEventListener('error', () => {
        resolve();
      });
    }),
  'closed in an event': () =>
    new Promise((resolve) => {
      const source = new EventSource(url, {
        fetch: () => Promise.resolve(new Response(unfinishedBody(), { headers })),
      });
      source.addEventListener('message', () => {
        source.close();
        resolve();
      });
    }),
  'closed at once': () => {
    new EventSource(url, { fetch: () => Promise.reject(new Error('never called')) }).close();
    return Promise.resolve();
  },
  'failed for good': () =>
    new Promise((resolve) => {
      const fetch = (): Promise<Response> => Promise.resolve(new Response('', { status: 500 }));
      new EventSource(url, { fetch }).addEventListener('error', () => {
        resolve();
      });
    }),
  'too large an event': () =>
    new Promise((resolve) => {
      const fetch = (): Promise<Response> => Promise.resolve(new Response(unfinishedBody(), { headers }));
      new EventSource(url, { fetch, maxEventSize: 2000 }).addEventListener('error', () => {
        resolve();
      });
    }),
};

describe(`${streams} streams leave the WebAssembly heap where it was`, () => {
  for (const [name, endOne] of Object.entries(waysToEnd)) {
    test(name, async () => {
      await open(100, endOne);
      const before = moduleMemory();
      await open(streams, endOne);
      assert.equal(moduleMemory(), before);
    });
  }
});
