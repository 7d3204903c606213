import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource, MemoryStore } from 'eventsource-wasm';
import fc from 'fast-check';
import { type Journal, journalEvent } from '../../support/server_journal.js';
import { settled } from '../../support/virtual_clock.js';
import { anyJournal, seed } from './server_model.js';
import { VirtualWorld } from './virtual_world.js';

const lives = 700;

/** A process that is killed while it handles the events so numbered, each of them the first time, and then started again. */
interface Life {
  readonly journal: Journal;
  readonly killedAt: ReadonlySet<string>;
  readonly slowness: number;
}

const anyLife: fc.Arbitrary<Life> = fc.record({
  journal: anyJournal({ refuses: true, exact: true }),
  killedAt: fc
    .array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 })
    .map((numbers) => new Set(numbers.map((number) => String(number)))),
  slowness: fc.nat({ max: 2 }),
});

/** The ids whose handling was finished, across all processes. */
async function live({ journal, killedAt, slowness }: Life): Promise<string[]> {
  const world = new VirtualWorld(journal);
  const store = new MemoryStore();
  const handled: string[] = [];
  const kills = new Set(killedAt);
  for (;;) {
    const process = new AbortController();
    const source = createEventSource({
      ...world.options,
      url: world.url,
      store,
      signal: process.signal,
      onMessage: async ({ lastEventId, data }) => {
        assert.equal(data, journalEvent(Number(lastEventId)).data);
        for (let turn = 0; turn < slowness; turn++) await settled();
        if (kills.delete(lastEventId)) {
          process.abort();
          // What is killed never comes to the end of its handler.
          await new Promise<void>(() => undefined);
        }
        handled.push(lastEventId);
      },
    });
    await world.runUntil(() => source.readyState === 'closed');
    await world.assertAtRest();
    if (!process.signal.aborted) return handled;
  }
}

describe('createEventSource with a store, in processes that are killed', () => {
  test('handles every event to its end, in order, and none again that the store knew of', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const { events } = life.journal;
        assert.deepEqual(
          await live(life),
          Array.from({ length: events }, (_, index) => String(index + 1)),
        );
      }),
      { seed, numRuns: lives },
    );
  });
});
