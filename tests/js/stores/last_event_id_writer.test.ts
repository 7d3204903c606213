import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LastEventIdWriter, readLastEventId } from '../../../dist/stores/last_event_id_writer.js';
import type { LastEventIdStore, StoreError } from 'eventsource-wasm';

/** A store whose writes end when the test says so. */
class SlowStore implements LastEventIdStore {
  readonly sets: string[] = [];
  readonly #ends: { resolve: () => void; reject: (error: Error) => void }[] = [];

  get(): undefined {
    return undefined;
  }

  set(_key: string, lastEventId: string): Promise<void> {
    this.sets.push(lastEventId);
    return new Promise((resolve, reject) => this.#ends.push({ resolve, reject }));
  }

  async end(error?: Error): Promise<void> {
    const next = this.#ends.shift();
    assert.ok(next !== undefined, 'a write is under way');
    if (error === undefined) next.resolve();
    else next.reject(error);
    await new Promise(setImmediate);
  }
}

function writerOn(store: LastEventIdStore): { writer: LastEventIdWriter; errors: StoreError[] } {
  const errors: StoreError[] = [];
  return { writer: new LastEventIdWriter(store, 'a key', (error) => errors.push(error)), errors };
}

describe('writing last event IDs', () => {
  test('one write is under way, and of those that wait the latest is written', async () => {
    const store = new SlowStore();
    const { writer } = writerOn(store);
    for (const id of ['1', '2', '3']) writer.commit(id);
    assert.deepEqual(store.sets, ['1']);
    await store.end();
    assert.deepEqual(store.sets, ['1', '3']);
    writer.commit('4');
    await store.end();
    assert.deepEqual(store.sets, ['1', '3', '4']);
  });

  test('an ID that is written already is not written again', async () => {
    const store = new SlowStore();
    const { writer } = writerOn(store);
    writer.commit('1');
    writer.commit('1');
    await store.end();
    writer.commit('1');
    await writer.flush();
    assert.deepEqual(store.sets, ['1']);
    writer.commit('2');
    await store.end();
    writer.commit('1');
    assert.deepEqual(store.sets, ['1', '2', '1']);
  });

  test('flush() waits for everything that was committed', async () => {
    const store = new SlowStore();
    const { writer } = writerOn(store);
    await writer.flush();
    writer.commit('1');
    writer.commit('2');
    let flushed = false;
    const flush = writer.flush().then(() => {
      flushed = true;
    });
    await store.end();
    assert.equal(flushed, false);
    await store.end();
    await flush;
    assert.deepEqual(store.sets, ['1', '2']);
  });

  test('a failure is told, and the next ID is written all the same', async () => {
    const store = new SlowStore();
    const { writer, errors } = writerOn(store);
    writer.commit('1');
    writer.commit('2');
    const cause = new Error('no space left');
    await store.end(cause);
    assert.deepEqual(store.sets, ['1', '2']);
    await store.end();
    const [error] = errors;
    assert.equal(errors.length, 1);
    assert.deepEqual([error?.code, error?.operation, error?.key], ['ERR_SSE_STORE', 'set', 'a key']);
    assert.equal(error?.cause, cause);
    assert.match(error.message, /no space left/);
  });

  test('an ID that could not be written may be committed again', async () => {
    const store = new SlowStore();
    const { writer } = writerOn(store);
    writer.commit('1');
    await store.end(new Error('busy'));
    writer.commit('1');
    assert.deepEqual(store.sets, ['1', '1']);
    await store.end();
    await writer.flush();
  });

  test('a store may throw instead of rejecting', async () => {
    const cause = new Error('quota');
    const { writer, errors } = writerOn({
      get: () => undefined,
      set: () => {
        throw cause;
      },
    });
    writer.commit('1');
    writer.commit('2');
    await writer.flush();
    assert.deepEqual(
      errors.map((error) => error.cause),
      [cause, cause],
    );
  });
});

describe('reading the last event ID', () => {
  for (const nothing of [undefined, null, '']) {
    test(`${nothing === '' ? 'the empty ID' : String(nothing)} is none`, async () => {
      assert.equal(await readLastEventId({ get: () => nothing, set: () => undefined }, 'a key'), '');
    });
  }

  test('what the store throws is the cause of a StoreError', async () => {
    const cause = new Error('forbidden');
    const store: LastEventIdStore = { get: () => Promise.reject(cause), set: () => undefined };
    await assert.rejects(readLastEventId(store, 'https://a.test/?token=secret'), (error: StoreError) => {
      assert.deepEqual([error.code, error.operation, error.cause], ['ERR_SSE_STORE', 'get', cause]);
      assert.equal(error.key, 'https://a.test/?token=secret');
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
