// Every library behind one signature: connect(url, options, observer) gives { close() }.

/**
 * What a trial asks of a library, beyond the address.
 *
 * @typedef {object} Options
 * @property {string} [method]
 * @property {string} [body]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [freshToken] an Authorization field made anew for each request
 * @property {AbortSignal} [signal]
 * @property {number} [idleTimeout] milliseconds
 * @property {number} [maxAttempts]
 * @property {string} [sentinel] data that end the stream
 * @property {string} [store] a file for the last event ID
 * @property {boolean} [resumesByGet] after a request that must not be repeated
 * @property {boolean} [iterate] take the events from an async iterator, where there is one
 */

/**
 * @typedef {object} Observer
 * @property {(event: { type: string, data: string, id: string | undefined }) => unknown} event
 */

const types = ['message', 'a', 'b'];

let tokens = 0;
const freshToken = () => `Bearer ${++tokens}`;

/** For libraries whose requests can be changed by a `fetch` of the caller's. */
function callersFetch({ method, body, headers, freshToken: fresh }) {
  return (input, init) =>
    fetch(input, {
      ...init,
      ...(method === undefined ? {} : { method, body }),
      headers: {
        ...Object.fromEntries(new Headers(init?.headers)),
        ...headers,
        ...(fresh ? { authorization: freshToken() } : {}),
      },
    });
}

function listen(source, observer) {
  for (const type of types) {
    source.addEventListener(type, ({ data, lastEventId }) => observer.event({ type, data, id: lastEventId }));
  }
  source.onerror = () => undefined;
  return { close: () => source.close() };
}

/** What `fetch-event-source` needs of a page. */
function pretendPage() {
  globalThis.window ??= globalThis;
  globalThis.document ??= Object.assign(new EventTarget(), { hidden: false, visibilityState: 'visible' });
}

async function readWith(url, take, signal) {
  const response = await fetch(url, { signal });
  await take(response);
}

/**
 * `can`: what the trials need that not everybody has. Only what a user gets without writing the feature.
 */
export const libraries = [
  {
    name: 'eventsource-wasm',
    short: 'ours',
    can: [
      'reconnect',
      'close',
      'post',
      'headers',
      'token',
      'signal',
      'idle',
      'attempts',
      'sentinel',
      'store',
      'resume by GET',
    ],
    async load() {
      const { createEventSource } = await import('../dist/index.js');
      const { FileStore } = await import('../dist/stores/file_store.js');
      return (url, options, observer) => {
        const { method, body, headers, signal, idleTimeout, maxAttempts, sentinel, store } = options;
        return createEventSource({
          url,
          method,
          body,
          replay: options.resumesByGet ? 'resume-by-get' : undefined,
          headers: options.freshToken ? () => ({ authorization: freshToken() }) : headers,
          signal,
          idleTimeout,
          reconnect: maxAttempts === undefined ? undefined : { maxAttempts },
          finishOn: sentinel === undefined ? undefined : { data: sentinel },
          store: store === undefined ? undefined : new FileStore(store),
          storeKey: 'stream',
          onMessage: ({ type, data, lastEventId }) => observer.event({ type, data, id: lastEventId }),
          onError: () => undefined,
        });
      };
    },
  },
  {
    name: 'eventsource',
    short: 'ES',
    can: ['reconnect', 'close', 'post', 'headers', 'token'],
    async load() {
      const { EventSource } = await import('eventsource');
      return (url, options, observer) => listen(new EventSource(url, { fetch: callersFetch(options) }), observer);
    },
  },
  {
    name: 'eventsource-client',
    short: 'ESC',
    can: ['reconnect', 'close', 'post', 'headers', 'token'],
    async load() {
      const { createEventSource } = await import('eventsource-client');
      return (url, options, observer) => {
        const { method, body, headers, iterate } = options;
        const take = ({ event, data, id }) => observer.event({ type: event ?? 'message', data, id });
        const source = createEventSource({
          url,
          method,
          body,
          headers,
          ...(options.freshToken ? { fetch: callersFetch({ freshToken: true }) } : {}),
          ...(iterate ? {} : { onMessage: take }),
        });
        if (iterate)
          void (async () => {
            for await (const event of source) await take(event);
          })();
        return source;
      };
    },
  },
  {
    name: '@microsoft/fetch-event-source',
    short: 'FES',
    can: ['reconnect', 'close', 'post', 'headers', 'token', 'signal'],
    async load() {
      pretendPage();
      const { fetchEventSource } = await import('@microsoft/fetch-event-source');
      return (url, options, observer) => {
        const controller = new AbortController();
        const { method, body, headers } = options;
        void fetchEventSource(url, {
          method,
          body,
          headers,
          signal: options.signal ?? controller.signal,
          ...(options.freshToken ? { fetch: callersFetch({ freshToken: true }) } : {}),
          onmessage: ({ event, data, id }) => observer.event({ type: event === '' ? 'message' : event, data, id }),
          // Without it, a stream that ends is not asked for again.
          onclose: () => {
            throw new Error('ended');
          },
          onerror: () => undefined,
        });
        return { close: () => controller.abort() };
      };
    },
  },
  {
    name: 'launchdarkly-eventsource',
    short: 'LD',
    can: ['reconnect', 'close', 'post', 'headers', 'idle'],
    async load() {
      const { default: launchDarkly } = await import('launchdarkly-eventsource');
      return (url, { method, body, headers, idleTimeout }, observer) =>
        listen(
          new launchDarkly.EventSource(url, {
            method,
            body,
            headers,
            ...(idleTimeout === undefined ? {} : { readTimeoutMillis: idleTimeout }),
          }),
          observer,
        );
    },
  },
  {
    name: 'undici',
    short: 'UND',
    can: ['reconnect', 'close'],
    async load() {
      const { EventSource } = await import('undici');
      return (url, _options, observer) => listen(new EventSource(url), observer);
    },
  },
  {
    name: 'extended-eventsource',
    short: 'EXT',
    can: ['reconnect', 'close', 'post', 'headers', 'token'],
    async load() {
      const { EventSource } = await import('extended-eventsource');
      return (url, options, observer) => {
        const { method, body, headers } = options;
        const given = Object.entries({ method, body, headers }).filter(([, value]) => value !== undefined);
        const source = new EventSource(url, {
          disableLogger: true,
          ...Object.fromEntries(given),
          ...(options.freshToken ? { fetch: callersFetch({ freshToken: true }) } : {}),
        });
        return listen(source, observer);
      };
    },
  },
  {
    name: 'event-source-plus',
    short: 'PLUS',
    can: ['reconnect', 'close', 'post', 'headers', 'token', 'attempts'],
    async load() {
      const { EventSourcePlus } = await import('event-source-plus');
      return (url, options, observer) => {
        const { method, body, headers, maxAttempts } = options;
        const source = new EventSourcePlus(url, {
          method: method?.toLowerCase(),
          body,
          headers: options.freshToken ? () => ({ authorization: freshToken() }) : headers,
          maxRetryCount: maxAttempts,
        });
        const controller = source.listen({
          onMessage: ({ event, data, id }) => observer.event({ type: event || 'message', data, id }),
        });
        return { close: () => controller.abort() };
      };
    },
  },
  {
    name: 'eventsource-parser',
    short: 'ESP',
    can: [],
    async load() {
      const { createParser } = await import('eventsource-parser');
      return (url, _options, observer) => {
        const parser = createParser({
          onEvent: ({ event, data, id }) => observer.event({ type: event ?? 'message', data, id }),
        });
        void readWith(url, async ({ body }) => {
          for await (const text of body.pipeThrough(new TextDecoderStream())) parser.feed(text);
        });
        return { close: () => undefined };
      };
    },
  },
  {
    name: 'parse-sse',
    short: 'parse-sse',
    can: [],
    async load() {
      const { parseServerSentEvents } = await import('parse-sse');
      return (url, _options, observer) => {
        void readWith(url, async (response) => {
          for await (const { type, data, lastEventId } of parseServerSentEvents(response)) {
            await observer.event({ type, data, id: lastEventId });
          }
        });
        return { close: () => undefined };
      };
    },
  },
];

export { pretendPage };
