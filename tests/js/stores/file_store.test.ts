import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FileStore } from 'eventsource-wasm/file-store';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-store-'));
  path = join(folder, 'ids.json');
});

afterEach(() => rm(folder, { recursive: true }));

async function kept(): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

describe('a FileStore', () => {
  test('has nothing, and makes no file, before something is set', async () => {
    assert.equal(await new FileStore(path).get('a'), undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  test('keeps an ID for each key, in one file', async () => {
    const store = new FileStore(path);
    await store.set('https://a.test/?x=1', '1');
    await store.set('b', 'naïve 🌊\u2028"');
    await store.set('__proto__', '3');
    assert.equal(await store.get('https://a.test/?x=1'), '1');
    assert.equal(await store.get('b'), 'naïve 🌊\u2028"');
    assert.equal(await store.get('__proto__'), '3');
    assert.equal(await store.get('toString'), undefined);
    assert.deepEqual(await readdir(folder), ['ids.json']);
  });

  test('makes the folder of its file', async () => {
    const deep = join(folder, 'a', 'b', 'ids.json');
    await new FileStore(deep).set('a', '1');
    assert.equal(await new FileStore(deep).get('a'), '1');
  });

  test('keeps the empty ID, which is not the same as none', async () => {
    const store = new FileStore(path);
    await store.set('a', '1');
    await store.set('a', '');
    assert.equal(await store.get('a'), '');
    await store.delete('a');
    assert.equal(await store.get('a'), undefined);
  });

  test('has on the disk what was set when the promise is fulfilled', async () => {
    await new FileStore(path).set('a', '1');
    assert.deepEqual(await kept(), { lastEventIds: { a: '1' } });
  });

  test('keeps the order of what is set at the same time', async () => {
    const store = new FileStore(path);
    const ids = Array.from({ length: 200 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => store.set(`stream ${Number(id) % 3}`, id)));
    assert.deepEqual(await kept(), { lastEventIds: { 'stream 0': '198', 'stream 1': '199', 'stream 2': '197' } });
  });

  test('gives what was set before, although that is being written', async () => {
    const store = new FileStore(path);
    const first = store.set('a', '1');
    const second = store.set('a', '2');
    assert.equal(await store.get('a'), '2');
    await Promise.all([first, second]);
  });

  test('shares its file with the others of the process, however they name it', async () => {
    const names = [path, relative('.', path), pathToFileURL(path)];
    const storeFor = (index: number): FileStore => new FileStore(names[index % names.length] ?? '');
    const keys = Array.from({ length: 30 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key, index) => storeFor(index).set(key, key)));
    for (const [index, key] of keys.entries()) assert.equal(await storeFor(index + 1).get(key), key);
  });

  test('keeps what another process has written in the meantime', async () => {
    const store = new FileStore(path);
    await store.set('ours', '1');
    await writeFile(path, '{"lastEventIds": {"ours": "1", "theirs": "2"}}');
    await store.set('ours', '3');
    assert.deepEqual(await kept(), { lastEventIds: { ours: '3', theirs: '2' } });
  });

  test('lets nobody else read the file', { skip: process.platform === 'win32' }, async () => {
    await new FileStore(path).set('a', '1');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  test('removes what killed processes left behind, and not what another may be writing', async () => {
    const [old, fresh, foreign] = ['ids.json.old.tmp', 'ids.json.fresh.tmp', 'other.json.old.tmp'];
    for (const name of [old, fresh, foreign]) await writeFile(join(folder, name), '{');
    const longAgo = new Date(Date.now() - 7_200_000);
    for (const name of [old, foreign]) await utimes(join(folder, name), longAgo, longAgo);
    await new FileStore(path).set('a', '1');
    assert.deepEqual(await readdir(folder), ['ids.json', fresh, foreign]);
  });
});

describe('a FileStore on a file that is none', () => {
  const contents = {
    'no JSON': '{"lastEventIds": {"a": "1',
    empty: '',
    'another shape of JSON': '{"name": "a package", "version": "1.0.0"}',
    'a list': '["1"]',
    'a list of IDs': '{"lastEventIds": ["1"]}',
    'an ID that is no string': '{"lastEventIds": {"a": 1}}',
  };
  for (const [what, content] of Object.entries(contents)) {
    test(`${what}: says what to do, and leaves the file as it is`, async () => {
      await writeFile(path, content);
      const store = new FileStore(path);
      const names = (error: Error): boolean => error.message.includes(path) && error.message.includes('delete it');
      await assert.rejects(store.get('a'), names);
      await assert.rejects(store.set('a', '2'), names);
      assert.equal(await readFile(path, 'utf8'), content);
      assert.deepEqual(await readdir(folder), ['ids.json']);
    });
  }

  test('works again when the file is deleted', async () => {
    await writeFile(path, 'no JSON');
    const store = new FileStore(path);
    await assert.rejects(store.set('a', '1'));
    await rm(path);
    await store.set('b', '2');
    assert.deepEqual(await kept(), { lastEventIds: { b: '2' } });
  });

  test('fails as the file system fails, and leaves nothing behind', async () => {
    await writeFile(path, 'a file and no folder');
    await assert.rejects(new FileStore(join(path, 'ids.json')).set('a', '1'), { code: 'ENOTDIR' });
    assert.deepEqual(await readdir(folder), ['ids.json']);
  });

  test('does not take a folder for a file', async () => {
    await assert.rejects(new FileStore(folder).get('a'), { code: 'EISDIR' });
  });
});
