import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { createEventSource } from 'eventsource-wasm';

/** What buffers of the system, of Node and of fetch may hold on the way: far more than they do, and far less than is there to be had. */
const mostOnTheWay = 64 * 1024 * 1024;
const largeEvent = eventOf(256 * 1024);

function eventOf(size: number): Buffer {
  return Buffer.from(`data: ${'x'.repeat(size)}\n\n`);
}

interface Flood {
  readonly url: string;
  /** Bytes that the server could get rid of. */
  readonly sent: () => number;
  /** Resolves when the server has found for some time that nobody takes anything. */
  stalled(): Promise<void>;
  close(): Promise<void>;
}

/** A server that sends as fast as somebody reads. */
async function flood(piece = largeEvent): Promise<Flood> {
  let sent = 0;
  const pour = async (response: ServerResponse): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (;;) {
      // Whether the response is destroyed, not every version of Node says when its socket is.
      const error = await new Promise((resolve) => response.write(piece, resolve));
      if (error instanceof Error || response.destroyed) return;
      sent += piece.length;
    }
  };
  const server = createServer((request, response) => {
    if (request.url === '/flood') void pour(response);
    else response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/flood`,
    sent: () => sent,
    async stalled() {
      // A round trip is as long as an event would take.
      for (let quiet = 0, before = sent; quiet < 20; before = sent) {
        await (await fetch(origin)).text();
        quiet = sent === before && sent > 0 ? quiet + 1 : 0;
      }
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describe('policy: backpressure', () => {
  test('an iterator that nobody asks for more stops the socket, and goes on when asked', async () => {
    const server = await flood();
    const source = createEventSource({ url: server.url, queue: { limit: 4 } });
    const iterator = source[Symbol.asyncIterator]();
    await iterator.next();
    await server.stalled();
    const before = server.sent();
    assert.ok(before < mostOnTheWay, `${before} bytes were sent`);
    while (server.sent() < before + mostOnTheWay) await iterator.next();
    source.close();
    await server.close();
  });

  test('so does a handler whose promise is pending', async () => {
    const server = await flood();
    const source = createEventSource({ url: server.url, onMessage: () => new Promise(() => undefined) });
    await server.stalled();
    assert.ok(server.sent() < mostOnTheWay);
    source.close();
    await server.close();
  });

  test('what a handler is too slow for does not grow from event to event', async () => {
    const event = eventOf(2048);
    const server = await flood(Buffer.concat(Array<Buffer>(8).fill(event)));
    const first = 1_000;
    const last = 6_000;
    let handled = 0;
    let waitedAtFirst = 0;
    const grew = await new Promise<number>((resolve) => {
      const source = createEventSource({
        url: server.url,
        onMessage: async () => {
          await new Promise(setImmediate);
          handled++;
          const waits = server.sent() - handled * event.length;
          if (handled === first) waitedAtFirst = waits;
          if (handled !== last) return;
          source.close();
          resolve(waits - waitedAtFirst);
        },
      });
    });
    await server.close();
    assert.ok(grew < (last - first) * event.length, `${grew} bytes`);
  });

  test('so does pause(), and resume() lets it flow again', async () => {
    const server = await flood();
    let heard = 0;
    const source = createEventSource({ url: server.url, onMessage: () => ++heard });
    source.pause();
    await server.stalled();
    const before = server.sent();
    assert.ok(before < mostOnTheWay);
    assert.equal(heard, 0);
    source.resume();
    while (server.sent() < before + mostOnTheWay) await new Promise(setImmediate);
    source.close();
    await server.close();
  });

  test('so does a stream that nobody has asked for an event yet', async () => {
    const server = await flood();
    const source = createEventSource(server.url);
    await server.stalled();
    assert.ok(server.sent() < mostOnTheWay);
    source.close();
    await server.close();
  });
});
