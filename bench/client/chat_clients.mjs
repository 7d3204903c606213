import { floor, importEntry } from './subjects.mjs';

/**
 * A client for one answer, token by token. `load` imports it and resolves with what has a chat: it counts the events before `[DONE]`, and is
 * done as soon as its user would be.
 * @typedef {object} ChatClient
 * @property {string} name
 * @property {(packageFolder: string) => Promise<Chat>} load
 *
 * @typedef {(url: string) => Promise<number>} Chat
 */

const sentinel = '[DONE]';

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
  body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
};

/** @type {readonly ChatClient[]} */
export const chatClients = [
  { name: floor, load: async () => readAll },
  {
    name: 'createEventSource: on',
    load: async (packageFolder) => byEvents(await importEntry(packageFolder, '.'), {}),
  },
  {
    name: 'createEventSource: for await',
    async load(packageFolder) {
      const { createEventSource } = await importEntry(packageFolder, '.');
      return (url) => count(createEventSource({ ...request, url, finishOn: { data: sentinel } }));
    },
  },
  {
    name: 'createEventSource: nodeFetch',
    async load(packageFolder) {
      const { nodeFetch } = await importEntry(packageFolder, './node');
      return byEvents(await importEntry(packageFolder, '.'), { fetch: nodeFetch() });
    },
  },
  {
    name: 'parseEventStream',
    async load(packageFolder) {
      const { parseEventStream } = await importEntry(packageFolder, '.');
      return async (url) => count(parseEventStream(await fetch(url, request), { finishOn: { data: sentinel } }));
    },
  },
  {
    name: 'fetchEventSource',
    async load(packageFolder) {
      const { fetchEventSource } = await importEntry(packageFolder, './fetch-event-source');
      return (url) => toTheEnd(fetchEventSource, url);
    },
  },
  {
    name: 'fetch-event-source',
    async load() {
      // It is made for pages alone.
      Object.assign(globalThis, { window: globalThis, document: new EventTarget() });
      const { fetchEventSource } = await import('@microsoft/fetch-event-source');
      return (url) => toTheEnd(fetchEventSource, url);
    },
  },
  {
    name: 'eventsource-client',
    async load() {
      const { createEventSource } = await import('eventsource-client');
      return async (url) => {
        const source = createEventSource({ ...request, url });
        let events = 0;
        for await (const { data } of source) {
          if (data === sentinel) break;
          events++;
        }
        source.close();
        return events;
      };
    },
  },
  {
    name: 'eventsource-parser 4, by hand',
    async load() {
      const { EventSourceParserStream } = await import('eventsource-parser/stream');
      return async (url) => {
        const { body } = await fetch(url, request);
        const events = /** @type {ReadableStream<Uint8Array>} */ (body)
          .pipeThrough(new TextDecoderStream())
          .pipeThrough(new EventSourceParserStream());
        let count = 0;
        for await (const { data } of events) {
          if (data === sentinel) break;
          count++;
        }
        return count;
      };
    },
  },
];

/** The floor: reads the answer and looks at nothing. It knows of no events. @type {Chat} */
async function readAll(url) {
  const { body } = await fetch(url, request);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
  for (let read = await reader.read(); !read.done;) read = await reader.read();
  return NaN;
}

/** @returns {Chat} */
function byEvents({ createEventSource }, options) {
  return (url) =>
    new Promise((resolve, reject) => {
      let events = 0;
      createEventSource({
        ...request,
        ...options,
        url,
        finishOn: { data: sentinel },
        onMessage: () => void events++,
        onFinish: () => resolve(events),
        onError: reject,
      });
    });
}

async function count(events) {
  const iterator = events[Symbol.asyncIterator]();
  let count = 0;
  while (!(await iterator.next()).done) count++;
  return count;
}

/** Its promise is fulfilled when the answer ends. */
async function toTheEnd(fetchEventSource, url) {
  let events = 0;
  await fetchEventSource(url, {
    ...request,
    openWhenHidden: true,
    onmessage: ({ data }) => void (data !== sentinel && events++),
  });
  return events;
}
