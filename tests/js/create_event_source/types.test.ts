import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClientEventSource, createEventSource, type StandardSchema } from 'eventsource-wasm';

// Not by `extends` alone: everything extends unknown.
type Same<A, B> = [A, B] extends [B, A] ? (unknown extends A ? (unknown extends B ? true : false) : true) : false;

/** The argument of `is` can be given only where the type is the same. */
function typeOf<A>(value: A): { is: <B>(isSame: Same<A, B>) => void } {
  return {
    is: (isSame) => {
      assert.ok(isSame, String(value));
    },
  };
}

/** Compiled, and never called: what it says is checked by the compiler. */
export function typed(schema: StandardSchema<{ total: number }>): void {
  const plain = createEventSource('https://example.com/');
  typeOf(plain).is<ClientEventSource>(true);
  plain.on('anything', (event) => {
    typeOf(event.data).is<string>(true);
  });

  const named = createEventSource<{ token: { text: string }; end: string }>('https://example.com/');
  named.on('token', (event) => {
    typeOf(event.data).is<{ text: string }>(true);
  });
  named.on('other', (event) => {
    typeOf(event.data).is<unknown>(true);
  });
  named.onAny((event) => {
    if (event.type === 'token') typeOf(event.data).is<{ text: string }>(true);
    else typeOf(event.data).is<string>(true);
  });

  const inferred = createEventSource({
    url: 'https://example.com/',
    json: { count: (value) => Number(value), sum: schema, free: true },
  });
  inferred.on('count', (event) => {
    typeOf(event.data).is<number>(true);
  });
  inferred.on('sum', (event) => {
    typeOf(event.data).is<{ total: number }>(true);
  });
  inferred.on('free', (event) => {
    typeOf(event.data).is<unknown>(true);
  });

  const parsed = createEventSource({ url: 'https://example.com/', json: true });
  parsed.on('any', (event) => {
    typeOf(event.data).is<unknown>(true);
  });
}

test('types are checked by the compiler', () => {
  assert.equal(typeof typed, 'function');
});
