import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, mock, test } from 'node:test';
import { createEventSource, fetchEventSource, parseEventStream } from 'eventsource-wasm';
import { VirtualClock } from '../../support/virtual_clock.js';

const finishOn = { data: '[DONE]' };
const wait = 250;
const most = 4096;

interface Chat {
  /** The answer, after `[DONE]`: the server has not ended it. */
  readonly answer: ServerResponse;
  /** Resolves when what the client did before has come to the server, had it done anything. */
  readonly settled: () => Promise<void>;
}

/** A client that reads a stream to `[DONE]`. */
interface Client {
  readonly name: string;
  /** Undefined where it is the system's. */
  readonly clock?: VirtualClock;
  readonly read: (url: string) => Promise<void>;
}

function clients(): Client[] {
  const clock = new VirtualClock();
  const options = { method: 'POST', body: '{}', finishOn, clock, page: false } as const;
  return [
    {
      name: 'createEventSource',
      clock,
      async read(url) {
        const source = createEventSource({ ...options, url });
        for await (const { data } of source) assert.equal(data, '1');
        source.close();
      },
    },
    { name: 'fetchEventSource', clock, read: (url) => fetchEventSource(url, options) },
    {
      name: 'parseEventStream',
      async read(url) {
        const response = await fetch(url, { method: 'POST', body: '{}' });
        for await (const { data } of parseEventStream(response, { finishOn })) assert.equal(data, '1');
      },
    },
  ];
}

/** Has the client read its stream, from a server that does not end it. */
async function chat({ read }: Client, then: (chat: Chat) => Promise<void>): Promise<void> {
  let answer: ServerResponse | undefined;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'GET') {
      response.end();
      return;
    }
    answer = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: 1\n\ndata: [DONE]\n\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settled = async (): Promise<void> => {
    for (let trip = 0; trip < 5; trip++) await (await fetch(url)).text();
  };
  try {
    await read(url);
    assert.ok(answer);
    await then({ answer, settled });
  } finally {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}

describe('policy: the rest of a body whose stream has finished', () => {
  for (const client of clients()) {
    test(`is waited for, so that its connection can be used again: ${client.name}`, async (context) => {
      // Not enabled where a body is given up: what Node does then needs its timers.
      mock.timers.enable({ apis: ['setTimeout'] });
      context.after(() => {
        mock.timers.reset();
      });
      await chat(client, async ({ answer, settled }) => {
        client.clock?.advance(wait - 1);
        await settled();
        assert.equal(answer.destroyed, false);
        answer.end(': bye\n\n');
        await once(answer, 'close');
        assert.equal(answer.writableFinished, true);
      });
    });

    test(`is given up when it does not come: ${client.name}`, async () => {
      await chat(client, async ({ answer }) => {
        const closed = once(answer, 'close');
        client.clock?.advance(wait);
        await closed;
        assert.equal(answer.writableFinished, false);
      });
    });

    test(`is given up when it has more than an end: ${client.name}`, async () => {
      await chat(client, async ({ answer }) => {
        const closed = once(answer, 'close');
        answer.write('x'.repeat(most + 1));
        await closed;
        assert.equal(answer.writableFinished, false);
      });
    });
  }

  test('is not waited for when the stream is closed before its end', async () => {
    const clock = new VirtualClock();
    const read = async (url: string): Promise<void> => {
      const source = createEventSource({ url, method: 'POST', body: '{}', clock, page: false });
      for await (const { data } of source) if (data === '1') break;
    };
    await chat({ name: 'createEventSource', read }, async ({ answer }) => {
      if (!answer.destroyed) await once(answer, 'close');
      assert.deepEqual(clock.timers, []);
    });
  });
});
