import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchEventSource } from 'eventsource-wasm';
import { eventStream, listen } from './loopback.js';

interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

/** What Node's own `fetch` goes by. */
function usualDispatcher(): Dispatcher {
  const isSecond = Number.parseInt(process.versions['undici'] ?? '') >= 8;
  const key = Symbol.for(`undici.globalDispatcher.${isSecond ? 2 : 1}`);
  // Node makes it with the first use of one of fetch's classes.
  new Response();
  return (globalThis as unknown as Record<symbol, Dispatcher>)[key] as Dispatcher;
}

test('fetchEventSource goes by the dispatcher that it is given, as fetch does', async () => {
  const server = await listen((_, response) => {
    response.writeHead(200, eventStream).end('data: 1\n\n');
  });
  const usual = usualDispatcher();
  let asked = 0;
  const dispatcher: Dispatcher = {
    dispatch(options, handler) {
      asked++;
      return usual.dispatch(options, handler);
    },
  };
  const data: string[] = [];
  await fetchEventSource(server.origin, { ...{ dispatcher }, onmessage: (message) => void data.push(message.data) });
  await server.close();
  assert.deepEqual([asked, data], [1, ['1']]);
});
