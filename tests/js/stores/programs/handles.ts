// Handles the events of a stream until it is killed: appends each to a log, and tells how many there were.
import { appendFileSync, writeSync } from 'node:fs';
import { createEventSource, type LastEventIdStore } from 'eventsource-wasm';
import { FileStore } from 'eventsource-wasm/file-store';

const [url = '', path = '', log = ''] = process.argv.slice(2);
const file = new FileStore(path);
let writing: Promise<void> | undefined;
const store: LastEventIdStore = {
  get: (key) => file.get(key),
  set: (key, lastEventId) => (writing = file.set(key, lastEventId)),
};
let handled = 0;

createEventSource({
  url,
  store,
  storeKey: 'stream',
  async onMessage({ lastEventId }) {
    appendFileSync(log, `${lastEventId}\n`);
    writeSync(1, `${++handled}\n`);
    // However slow the disk is, there are events left for the next process, and an ID to begin with.
    if (handled % 20 === 0) await writing;
  },
  onError(error) {
    console.error(error);
    process.exit(1);
  },
});
