import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, constants, createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib';
import { createEventSource } from 'eventsource-wasm';
import { nodeFetch } from 'eventsource-wasm/node';
import { dataOf, eventStream, listen } from './loopback.js';

describe('a coding that was not asked for', () => {
  const encoders = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress };
  for (const [coding, create] of Object.entries(encoders)) {
    test(`${coding}: an event comes before the next is encoded`, async () => {
      let goOn = (): void => undefined;
      const server = await listen((_, response) => {
        const encoder = create();
        encoder.pipe(response.writeHead(200, { ...eventStream, 'content-encoding': coding }));
        encoder.write('data: 1\n\n');
        encoder.flush(coding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH);
        goOn = () => encoder.end('data: 2\n\n');
      });
      const source = createEventSource({ url: server.origin, fetch: nodeFetch(), finishOn: 'end' });
      const iterator = source[Symbol.asyncIterator]();
      assert.equal((await iterator.next()).value?.data, '1');
      goOn();
      assert.equal((await iterator.next()).value?.data, '2');
      assert.equal((await iterator.next()).done, true);
      await server.close();
    });
  }

  test('several are taken off in turn', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200, { ...eventStream, 'content-encoding': 'gzip, br' });
      response.end(brotliCompressSync(gzipSync('data: 1\n\n')));
    });
    const source = createEventSource({ url: server.origin, fetch: nodeFetch(), finishOn: 'end' });
    assert.deepEqual(await dataOf(source), ['1']);
    await server.close();
  });

  for (const [what, coding, message] of [
    ['one that is not known', 'rot13', /"rot13", which is not known/],
    ['bytes that are not of it', 'gzip', /connection was lost/],
  ] as const) {
    test(`${what} fails the attempt`, async () => {
      const server = await listen((_, response) => {
        response.writeHead(200, { ...eventStream, 'content-encoding': coding }).end('data: 1\n\n');
      });
      const options = { url: server.origin, fetch: nodeFetch(), reconnect: false, onError: () => undefined };
      const error = await createEventSource(options).closed;
      assert.equal(error?.code, 'ERR_SSE_NETWORK');
      assert.match(error.message, message);
      await server.close();
    });
  }
});
