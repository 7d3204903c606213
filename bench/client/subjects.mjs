import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A client. `load` imports it and resolves with how a stream is opened: of each event of the types the sink gets the data, and
 * the function that comes back closes the stream.
 * @typedef {object} Subject
 * @property {string} name
 * @property {(packageFolder: string) => Promise<OpenStream>} load
 *
 * @typedef {(url: string, types: readonly string[], sink: import('./sink.mjs').Sink) => () => void} OpenStream
 */

/** What the others are compared with. */
export const floor = 'bare fetch';
export const peer = 'eventsource 5';

/** What is measured of this package. */
export const ours = [
  'EventSource',
  'createEventSource: on',
  'createEventSource: for await',
  'createEventSource: nodeFetch',
];

/** Left out of a quick run where each subject takes seconds of its own. */
export const leftOutWhenQuick = [
  'eventsource-client',
  'undici EventSource',
  'fetch-event-source',
  'extended-eventsource',
];

/** @type {readonly Subject[]} */
export const subjects = [
  { name: floor, load: async () => openBareFetch },
  {
    name: 'EventSource',
    async load(packageFolder) {
      const { EventSource } = await importEntry(packageFolder, '.');
      return (url, types, sink) => listen(new EventSource(url), types, sink);
    },
  },
  {
    name: 'createEventSource: on',
    async load(packageFolder) {
      const { createEventSource } = await importEntry(packageFolder, '.');
      return (url, types, sink) => on(createEventSource({ url, reconnect }), types, sink);
    },
  },
  {
    name: 'createEventSource: for await',
    async load(packageFolder) {
      const { createEventSource } = await importEntry(packageFolder, '.');
      return (url, types, sink) => {
        const source = createEventSource({ url, reconnect });
        void (async () => {
          for await (const { data } of source) sink.event(data);
        })();
        return () => source.close();
      };
    },
  },
  {
    name: 'createEventSource: nodeFetch',
    async load(packageFolder) {
      const { createEventSource } = await importEntry(packageFolder, '.');
      const { nodeFetch } = await importEntry(packageFolder, './node');
      const fetch = nodeFetch();
      return (url, types, sink) => on(createEventSource({ url, reconnect, fetch }), types, sink);
    },
  },
  {
    name: 'eventsource 5',
    async load() {
      const { EventSource } = await import('eventsource');
      return (url, types, sink) => listen(new EventSource(url), types, sink);
    },
  },
  {
    name: 'eventsource-client',
    async load() {
      const { createEventSource } = await import('eventsource-client');
      return (url, types, sink) => {
        const source = createEventSource({ url, onMessage: ({ data }) => sink.event(data) });
        return () => source.close();
      };
    },
  },
  {
    name: 'launchdarkly-eventsource',
    async load() {
      const { EventSource } = (await import('launchdarkly-eventsource')).default;
      return (url, types, sink) => listen(new EventSource(url), types, sink);
    },
  },
  {
    name: 'undici EventSource',
    async load() {
      const { EventSource } = await import('undici');
      return (url, types, sink) => listen(new EventSource(url), types, sink);
    },
  },
  {
    name: 'fetch-event-source',
    async load() {
      // It is made for pages alone.
      Object.assign(globalThis, { window: globalThis, document: new EventTarget() });
      const { fetchEventSource } = await import('@microsoft/fetch-event-source');
      return (url, types, sink) => {
        const controller = new AbortController();
        void fetchEventSource(url, {
          signal: controller.signal,
          openWhenHidden: true,
          onmessage: ({ event, data }) => {
            // What it calls for is every block, also one without data.
            if (event !== '' || data !== '') sink.event(data);
          },
        });
        return () => controller.abort();
      };
    },
  },
  {
    name: 'extended-eventsource',
    async load() {
      const { EventSource } = await import('extended-eventsource');
      return (url, types, sink) => listen(new EventSource(url, { disableLogger: true }), types, sink);
    },
  },
];

/** The others wait for as long as the server says; chance is taken out of ours. */
const reconnect = { backoff: 0 };

/** With the interface of the standard. */
function listen(source, types, sink) {
  for (const type of types) source.addEventListener(type, ({ data }) => sink.event(data));
  // One of the peers throws an error that nobody listens to.
  source.addEventListener('error', () => {});
  return () => source.close();
}

function on(source, types, sink) {
  for (const type of types) source.on(type, ({ data }) => sink.event(data));
  return () => source.close();
}

/** The floor: reads the body and looks at nothing, and asks again when it is lost. @type {OpenStream} */
function openBareFetch(url, types, sink) {
  const controller = new AbortController();
  const { signal } = controller;
  void (async () => {
    while (!signal.aborted) {
      try {
        const { body } = await fetch(url, { signal });
        const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
        for (let read = await reader.read(); !read.done; read = await reader.read()) sink.chunk(read.value);
      } catch {
        // It was closed, or lost.
      }
      await new Promise((resolve) => setTimeout(resolve, sink.retry));
    }
  })();
  return () => controller.abort();
}

/**
 * @param {string} packageFolder
 * @param {string} entry as its package.json has it
 */
export function importEntry(packageFolder, entry) {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  if (exports[entry] === undefined) throw new Error(`the package has no entry ${entry}`);
  return import(pathToFileURL(join(packageFolder, exports[entry].node)).href);
}
