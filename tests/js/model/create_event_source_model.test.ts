import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ClientEventSource, createEventSource } from 'eventsource-wasm';
import fc from 'fast-check';
import type { Journal } from '../../support/server_journal.js';
import { settled } from '../../support/virtual_clock.js';
import { anyJournal, assertDelivered, type Heard, seed } from './server_model.js';
import { VirtualWorld } from './virtual_world.js';

const lives = 1000;

type Source = ClientEventSource;

/** What a caller does while an event is being handled. */
const operations = {
  nothing: () => undefined,
  restart: (source: Source) => source.restart(),
  reopen: (source: Source) => {
    source.close();
    source.connect();
  },
  'pause for a while': (source: Source) => {
    source.pause();
    void settled()
      .then(settled)
      .then(() => source.resume());
  },
} as const;

type Operation = keyof typeof operations;

/** What is done at which event, how many turns of the event loop a handler takes, and whether it is done before or after them. */
interface Behaviour {
  readonly at: ReadonlyMap<number, Operation>;
  readonly slowness: number;
  readonly early: boolean;
}

function anyBehaviour(...names: readonly Operation[]): fc.Arbitrary<Behaviour> {
  return fc.record({
    at: fc
      .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(...names)), { maxLength: 5 })
      .map((pairs) => new Map(pairs)),
    slowness: fc.nat({ max: 2 }),
    early: fc.boolean(),
  });
}

const policy = { reconnect: { backoff: 500, maxBackoff: 8000 } };

async function handle(source: Source, { at, slowness, early }: Behaviour, count: number): Promise<void> {
  const operate = operations[at.get(count) ?? 'nothing'];
  if (early) operate(source);
  for (let turn = 0; turn < slowness; turn++) await settled();
  if (!early) operate(source);
}

async function liveWithHandler(journal: Journal, behaviour: Behaviour): Promise<readonly Heard[]> {
  const world = new VirtualWorld(journal);
  const heard: Heard[] = [];
  const mistakes: unknown[] = [];
  let atWork = 0;
  const source: Source = createEventSource({
    ...world.options,
    ...policy,
    url: world.url,
    onMessage: async ({ lastEventId, data }) => {
      heard.push({ id: lastEventId, data });
      assert.equal(++atWork, 1, 'handlers at work at a time');
      await handle(source, behaviour, heard.length);
      atWork--;
    },
    onHandlerError: (error) => mistakes.push(error),
  });
  await world.runUntil(() => source.readyState === 'closed');
  assert.deepEqual([mistakes, (await source.closed)?.code], [[], 'ERR_SSE_NO_CONTENT']);
  await world.assertAtRest();
  return heard;
}

async function liveWithIterator(journal: Journal, behaviour: Behaviour, limit: number): Promise<readonly Heard[]> {
  const world = new VirtualWorld(journal);
  const heard: Heard[] = [];
  const source = createEventSource({ ...world.options, ...policy, url: world.url, queue: { limit } });
  let isOver = false;
  const iterated = (async () => {
    for await (const { lastEventId, data } of source) {
      heard.push({ id: lastEventId, data });
      await handle(source, behaviour, heard.length);
    }
  })().then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  );
  void iterated.then(() => {
    isOver = true;
  });
  await world.runUntil(() => isOver);
  assert.ok(['done', 'ERR_SSE_NO_CONTENT'].includes((await iterated) ?? ''));
  await world.assertAtRest();
  return heard;
}

describe('createEventSource and a server with faults', () => {
  for (const exact of [true, false]) {
    const promise = exact ? 'once' : 'at least once';
    const journal = anyJournal({ refuses: true, exact });

    test(`a handler hears every event ${promise} and in order, whatever it does meanwhile`, async () => {
      const behaviour = anyBehaviour('nothing', 'restart', 'reopen', 'pause for a while');
      await fc.assert(
        fc.asyncProperty(journal, behaviour, async (journal, behaviour) => {
          assertDelivered(journal, await liveWithHandler(journal, behaviour));
        }),
        { seed, numRuns: lives },
      );
    });

    test(`an iterator gives every event ${promise} and in order, however small its queue`, async () => {
      const behaviour = anyBehaviour('nothing', 'restart', 'pause for a while');
      const limit = fc.integer({ min: 1, max: 40 });
      await fc.assert(
        fc.asyncProperty(journal, behaviour, limit, async (journal, behaviour, limit) => {
          assertDelivered(journal, await liveWithIterator(journal, behaviour, limit));
        }),
        { seed, numRuns: lives },
      );
    });
  }

  test('an iterator that is left at any event leaves nothing behind', async () => {
    const property = fc.asyncProperty(
      anyJournal({ refuses: true, exact: true }),
      fc.integer({ min: 1, max: 30 }),
      async (journal, count) => {
        fc.pre(count <= journal.events);
        const world = new VirtualWorld(journal);
        const source = createEventSource({ ...world.options, ...policy, url: world.url });
        let heard = 0;
        void (async () => {
          for await (const event of source) {
            assert.equal(event.lastEventId, String(++heard));
            if (heard === count) break;
          }
        })();
        await world.runUntil(() => source.readyState === 'closed');
        await world.assertAtRest();
        assert.equal(heard, count);
      },
    );
    await fc.assert(property, { seed, numRuns: lives });
  });
});
