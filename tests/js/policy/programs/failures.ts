// Everything that can reject or throw does; Node ends with an error if one of these reaches it unhandled.
import { createEventSource, type EventSourceOptions } from 'eventsource-wasm';

const type = { 'content-type': 'text/event-stream' };
const fail = (): never => {
  throw new Error('failure');
};
const reject = (): Promise<never> => Promise.reject(new Error('failure'));

function body(init: UnderlyingDefaultSource<Uint8Array>): Response {
  return new Response(new ReadableStream(init), { headers: type });
}

function answer(response: () => Response): Partial<EventSourceOptions> {
  return { fetch: () => Promise.resolve(response()) };
}

const events = answer(() => new Response('data: {\n\ndata: 2\n\n', { headers: type }));

const situations: Partial<EventSourceOptions>[] = [
  { fetch: reject },
  { fetch: fail },
  { fetch: reject, method: 'POST' },
  { fetch: () => Promise.resolve(undefined as unknown as Response) },
  { url: fail },
  { url: reject },
  { url: () => 'no URL' },
  { headers: fail },
  { headers: reject },
  { method: 'PUT', body: reject },
  { ...events, reconnect: { when: fail } },
  { ...events, reconnect: { maxAttempts: 1 } },
  { ...events, json: true },
  { ...events, store: { get: reject, set: reject } },
  { ...events, store: { get: fail, set: fail }, storeKey: 'key' },
  { ...events, queue: { limit: 1, overflow: 'error' } },
  { ...events, finishOn: 'end' },
  { ...events, signal: AbortSignal.timeout(10) },
  { ...events, deadline: 10 },
  answer(() => body({ start: (controller) => controller.error(new Error('failure')) })),
  answer(() => body({ pull: reject })),
  answer(() => body({ cancel: reject })),
  answer(() => new Response(new ReadableStream({ cancel: fail }), { status: 500 })),
  answer(() => new Response(null, { status: 204 })),
  answer(() => {
    const response = new Response('data: 1\n\n', { headers: type });
    response.body?.getReader();
    return response;
  }),
];

/** Handlers that fail are the platform's business unless somebody wants to hear of them. */
const handled: Partial<EventSourceOptions> = { onError: () => undefined, onHandlerError: () => undefined };

for (const situation of situations) {
  for (const onMessage of [() => undefined, fail, reject]) {
    for (const later of [false, true]) {
      const source = createEventSource({ url: 'http://stand-in.test/', ...handled, ...situation, onMessage });
      const close = (): void => source.close();
      if (later) setTimeout(close, 20);
      else queueMicrotask(close);
    }
  }
  const iterated = createEventSource({ url: 'http://stand-in.test/', ...handled, ...situation });
  // Nobody takes what it gives, or hears how it ended.
  const iterator = iterated[Symbol.asyncIterator]();
  void iterator.next().catch(() => undefined);
  setTimeout(() => iterated.close(), 30);
}
process.on('exit', () => {
  console.log('done');
});
