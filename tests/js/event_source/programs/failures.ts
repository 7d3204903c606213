// Everything that can reject does; Node ends with an error if one of these rejections reaches it.
import { EventSource, type EventSourceInit } from 'eventsource-wasm';

const type = { 'content-type': 'text/event-stream' };
const fail = (): never => {
  throw new Error('failure');
};

function body(init: UnderlyingDefaultSource<Uint8Array>): Response {
  return new Response(new ReadableStream(init), { headers: type });
}

function answer(response: () => Response): EventSourceInit {
  return { fetch: () => Promise.resolve(response()) };
}

const inits: EventSourceInit[] = [
  { fetch: () => Promise.reject(new Error('failure')) },
  { fetch: fail },
  { fetch: () => Promise.reject(new Error('failure')), method: 'POST' },
  { fetch: () => Promise.resolve(undefined as unknown as Response) },
  { headers: fail },
  { headers: () => Promise.reject(new Error('failure')) },
  answer(() => body({ start: (controller) => controller.error(new Error('failure')) })),
  answer(() => body({ pull: () => Promise.reject(new Error('failure')) })),
  answer(() => body({ cancel: () => Promise.reject(new Error('failure')) })),
  answer(() => new Response(new ReadableStream({ cancel: fail }), { status: 500 })),
  answer(() => new Response(null, { status: 204 })),
  answer(() => {
    const response = new Response('data: 1\n\n', { headers: type });
    response.body?.getReader();
    return response;
  }),
];

for (const init of inits) {
  for (const moment of ['open', 'error', 'turn']) {
    const source = new EventSource('http://stand-in.test/', init);
    const close = (): void => {
      source.close();
    };
    if (moment === 'turn') setTimeout(close, 20);
    else source.addEventListener(moment, close);
    setTimeout(close, 50);
  }
}
process.on('exit', () => {
  console.log('done');
});
