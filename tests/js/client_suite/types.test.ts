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

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function check<T extends true>(): T | undefined {
  return undefined;
}

interface Prices {
  readonly price: { readonly value: number };
  readonly end: string;
}
type PriceMap = { [K in keyof Prices]: Prices[K] };

/** Compiled, and never called: what it says is checked by the compiler. */
export async function typed(client: Client, schema: StandardSchema<Date>): Promise<void> {
  check<Same<ReturnType<typeof client.open<PriceMap>>, ClientEventSource<PriceMap>>>();

  const plain = client.open('/feed');
  check<Same<typeof plain, ClientEventSource>>();

  const parsed = client.open({ url: '/feed', json: true });
  parsed.onAny(({ data, rawData }) => {
    check<Same<typeof data, unknown>>();
    check<Same<typeof rawData, string>>();
  });

  const inferred = client.open({ url: '/feed', json: { count: (value) => Number(value), at: schema } });
  check<Same<typeof inferred, ClientEventSource<{ count: number; at: Date }>>>();

  const named = client.open<PriceMap>({
    url: '/feed',
    json: { price: true },
    onMessage: (event) => {
      if (event.type === 'end') check<Same<typeof event.data, string>>();
    },
    onHandlerError: (error, event) => {
      check<Same<typeof error, unknown>>();
      check<Same<typeof event, AnyEvent<PriceMap>>>();
    },
  });
  for await (const event of named) {
    check<Same<typeof event.type, 'price' | 'end'>>();
    if (event.type === 'price') check<Same<typeof event.data, PriceMap['price']>>();
  }
  for (const add of [named.on.bind(named), named.once.bind(named), named.off.bind(named)]) {
    check<Same<ReturnType<typeof add>, typeof named>>();
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
