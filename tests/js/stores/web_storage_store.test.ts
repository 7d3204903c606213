import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { MemoryStore, WebStorageStore } from 'eventsource-wasm';

/** As much of a `Storage` as a store needs. */
class FakeStorage implements Storage {
  readonly items = new Map<string, string>();

  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }
  removeItem(name: string): void {
    this.items.delete(name);
  }
  clear(): void {
    this.items.clear();
  }
}

const original = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');

function replaceLocalStorage(get: () => Storage | undefined): void {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });
}

afterEach(() => {
  if (original === undefined) Reflect.deleteProperty(globalThis, 'localStorage');
  else Object.defineProperty(globalThis, 'localStorage', original);
});

describe('a WebStorageStore', () => {
  test('keeps an ID as an item with a prefix', () => {
    const storage = new FakeStorage();
    const store = new WebStorageStore(storage);
    assert.equal(store.get('a'), null);
    store.set('a', '1');
    assert.equal(store.get('a'), '1');
    assert.deepEqual([...storage.items], [['eventsource-wasm:a', '1']]);
    store.delete('a');
    assert.deepEqual([...storage.items], []);
  });

  test('takes another prefix', () => {
    const storage = new FakeStorage();
    new WebStorageStore(storage, 'tab 1 ').set('a', '1');
    assert.deepEqual([...storage.items], [['tab 1 a', '1']]);
  });

  test('uses localStorage, and does not touch it before it is needed', () => {
    replaceLocalStorage(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    const store = new WebStorageStore();
    assert.throws(() => store.get('a'), { name: 'SecurityError' });
    const storage = new FakeStorage();
    replaceLocalStorage(() => storage);
    store.set('a', '1');
    assert.equal(storage.getItem('eventsource-wasm:a'), '1');
  });

  test('says what to do where there is none', () => {
    replaceLocalStorage(() => undefined);
    const store = new WebStorageStore();
    assert.throws(() => {
      store.set('a', '1');
    }, /use another store/);
  });
});

describe('a MemoryStore', () => {
  test('keeps an ID for each key, until it is deleted', () => {
    const store = new MemoryStore();
    assert.equal(store.get('a'), undefined);
    store.set('a', '1');
    store.set('b', '2');
    store.set('a', '3');
    assert.deepEqual([store.get('a'), store.get('b')], ['3', '2']);
    store.delete('a');
    assert.deepEqual([store.get('a'), store.get('b')], [undefined, '2']);
  });
});
