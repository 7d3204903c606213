import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AnyEvent,
  type Client,
  type ClientEventSource,
  createEventSource,
  type Handler,
  type SourceEvent,
  type StandardSchema,
} from 'eventsource-wasm';

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

interface Prices {
  readonly price: { readonly value: number };
  readonly end: string;
}
type PriceMap = { [K in keyof Prices]: Prices[K] };

/** Compiled, and never called: what it says is checked by the compiler. */
export async function typed(client: Client, schema: StandardSchema<Date>): Promise<void> {
  typeOf(client.open('/feed')).is<ClientEventSource>(true);

  const parsed = client.open({ url: '/feed', json: true });
  parsed.onAny((event) => {
    typeOf(event.data).is<unknown>(true);
    typeOf(event.rawData).is<string>(true);
  });

  const inferred = client.open({ url: '/feed', json: { count: (value) => Number(value), at: schema } });
  typeOf(inferred).is<ClientEventSource<{ count: number; at: Date }>>(true);

  const named = client.open<PriceMap>({
    url: '/feed',
    json: { price: true },
    onMessage: (event) => {
      if (event.type === 'end') typeOf(event.data).is<string>(true);
    },
    onHandlerError: (error, event) => {
      typeOf(error).is<unknown>(true);
      typeOf(event).is<AnyEvent<PriceMap>>(true);
    },
  });
  typeOf(named).is<ClientEventSource<PriceMap>>(true);
  for await (const event of named) {
    typeOf(event.type).is<'price' | 'end'>(true);
    if (event.type === 'price') typeOf(event.data).is<PriceMap['price']>(true);
  }
  const handler: Handler<SourceEvent<PriceMap['price'], 'price'>> = ({ data }) => data.value;
  named.on('price', handler).off('price', handler);
  const all: Handler<AnyEvent<PriceMap>> = ({ type }) => type;
  named.onAny(all).offAny(all);

  // @ts-expect-error -- an address is needed
  createEventSource({ json: true });
  // @ts-expect-error -- there is no such mode
  createEventSource({ url: '/feed', queue: { overflow: 'drop-newest' } });
  // @ts-expect-error -- a number is no decoder
  createEventSource({ url: '/feed', json: { price: 1 } });
}

test('types are checked by the compiler', () => {
  assert.equal(typeof typed, 'function');
});
