/**
 * How a stream is read in a page. These functions are sent there as text, so they refer to nothing outside.
 * @typedef {(stream: { url: string, types: readonly string[], events: number, bytes: number }) => Promise<Reading>} ReadInPage
 *
 * @typedef {object} Reading
 * @property {number} wall milliseconds
 * @property {number} events
 * @property {number} characters
 * @property {number} bytes
 */

/** What the others are compared with. */
export const native = 'native EventSource';

/** @type {Record<string, ReadInPage>} */
export const pageFaces = {
  'bare fetch': async ({ url, bytes: wanted }) => {
    const begin = performance.now();
    const controller = new AbortController();
    const { body } = await fetch(url, { signal: controller.signal });
    const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
    let bytes = 0;
    while (bytes < wanted) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
    }
    controller.abort();
    return { wall: performance.now() - begin, events: 0, characters: 0, bytes };
  },

  [native]: async ({ url, types, events: wanted }) => {
    const begin = performance.now();
    let events = 0;
    let characters = 0;
    const source = new globalThis.EventSource(url);
    await new Promise((resolve, reject) => {
      for (const type of types) {
        source.addEventListener(type, ({ data }) => {
          characters += data.length;
          if (++events === wanted) resolve(undefined);
        });
      }
      source.onerror = () => reject(new Error('lost the stream'));
    });
    source.close();
    return { wall: performance.now() - begin, events, characters, bytes: 0 };
  },

  EventSource: async ({ url, types, events: wanted }) => {
    const { EventSource } = await import('/package.js');
    const begin = performance.now();
    let events = 0;
    let characters = 0;
    const source = new EventSource(url);
    await new Promise((resolve, reject) => {
      for (const type of types) {
        source.addEventListener(type, ({ data }) => {
          characters += data.length;
          if (++events === wanted) resolve(undefined);
        });
      }
      source.onerror = reject;
    });
    source.close();
    return { wall: performance.now() - begin, events, characters, bytes: 0 };
  },

  'createEventSource: on': async ({ url, types, events: wanted }) => {
    const { createEventSource } = await import('/package.js');
    const begin = performance.now();
    let events = 0;
    let characters = 0;
    await new Promise((resolve, reject) => {
      const source = createEventSource({ url, onError: reject });
      for (const type of types) {
        source.on(type, ({ data }) => {
          characters += data.length;
          if (++events < wanted) return;
          source.close();
          resolve(undefined);
        });
      }
    });
    return { wall: performance.now() - begin, events, characters, bytes: 0 };
  },
};
