// Opens streams, and prints which web streams that named before anything was asked for: Node loads all of them for whoever names one.
import { createEventSource, EventSource } from 'eventsource-wasm';

const touched: string[] = [];
for (const name of ['ReadableStream', 'WritableStream', 'TransformStream']) {
  Object.defineProperty(globalThis, name, {
    get() {
      touched.push(name);
      return undefined;
    },
  });
}

new EventSource('http://a.test/');
createEventSource('http://a.test/');
process.stdout.write(JSON.stringify(touched));
process.exit();
