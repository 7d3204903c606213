import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventSource } from 'eventsource-wasm';
import fc from 'fast-check';
import type { Journal } from '../../support/server_journal.js';
import { anyJournal, assertDelivered, type Heard, seed } from './server_model.js';
import { VirtualWorld } from './virtual_world.js';

const lives = 1500;

/** One life of an EventSource: until the server says 204, that all was served. */
async function live(journal: Journal): Promise<readonly Heard[]> {
  const world = new VirtualWorld(journal);
  const heard: Heard[] = [];
  const source = new EventSource(world.url, world.options);
  source.onmessage = ({ lastEventId, data }) => heard.push({ id: lastEventId, data });
  await world.runUntil(() => source.readyState === source.CLOSED);
  await world.assertAtRest();
  return heard;
}

describe('EventSource and a server with faults', () => {
  test('hears every event once and in order where the server resumes exactly', async () => {
    await fc.assert(
      fc.asyncProperty(anyJournal({ refuses: false, exact: true }), async (journal) => {
        assertDelivered(journal, await live(journal));
      }),
      { seed, numRuns: lives },
    );
  });

  test('hears every event at least once, in order, where the server repeats some', async () => {
    await fc.assert(
      fc.asyncProperty(anyJournal({ refuses: false, exact: false }), async (journal) => {
        assertDelivered(journal, await live(journal));
      }),
      { seed, numRuns: lives },
    );
  });

  test('closed at any event, hears nothing more and leaves nothing behind', async () => {
    const property = fc.asyncProperty(
      anyJournal({ refuses: false, exact: true }),
      fc.integer({ min: 1, max: 30 }),
      async (journal, count) => {
        const world = new VirtualWorld(journal);
        const source = new EventSource(world.url, world.options);
        let heard = 0;
        source.onmessage = () => {
          if (++heard === count) source.close();
        };
        await world.runUntil(() => source.readyState === source.CLOSED);
        await world.assertAtRest();
        assert.equal(heard, Math.min(count, journal.events));
      },
    );
    await fc.assert(property, { seed, numRuns: lives });
  });
});
