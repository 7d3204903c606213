// Sets IDs of several streams until it is killed, and tells of each that is on the disk.
import { writeSync } from 'node:fs';
import { FileStore } from 'eventsource-wasm/file-store';

const [path = ''] = process.argv.slice(2);
const store = new FileStore(path);

async function write(key: string): Promise<never> {
  for (let id = Number((await store.get(key)) ?? 0) + 1; ; id++) {
    await store.set(key, String(id));
    writeSync(1, `${key} ${id}\n`);
  }
}

await Promise.all(['a', 'b', 'c'].map(write));
