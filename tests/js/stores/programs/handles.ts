// Handles the events of a stream until it is killed: appends each to a log, and tells how many there were.
import { appendFileSync, writeSync } from 'node:fs';
import { EventSource } from 'eventsource-wasm';
import { FileStore } from 'eventsource-wasm/file-store';

const [url = '', path = '', log = ''] = process.argv.slice(2);
const source = new EventSource(url, { store: new FileStore(path), storeKey: 'stream' });
let handled = 0;
source.onmessage = ({ lastEventId }) => {
  appendFileSync(log, `${lastEventId}\n`);
  writeSync(1, `${++handled}\n`);
};
source.onerror = ({ error }) => {
  console.error(error);
  process.exit(1);
};
