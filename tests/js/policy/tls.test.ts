import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { ConnectionError, createEventSource } from 'eventsource-wasm';
import { selfSigned } from '../../support/self_signed.js';

describe('policy: a server that cannot prove who it is', () => {
  let requests = 0;
  const server = createServer(selfSigned, (_, response) => {
    requests++;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n');
  });
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  test('is sent nothing', async () => {
    const { port } = server.address() as AddressInfo;
    const source = createEventSource({
      url: `https://localhost:${port}/`,
      headers: { authorization: 'Bearer t' },
      reconnect: false,
      onError: () => undefined,
    });
    const error = await source.closed;
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.code, 'ERR_SSE_NETWORK');
    assert.match(error.message, /self-signed/);
    assert.equal(requests, 0);
  });
});
