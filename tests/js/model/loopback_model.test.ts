import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createEventSource, EventSource } from 'eventsource-wasm';
import fc from 'fast-check';
import { startServer, type TestServer } from '../../support/server.js';
import { type ScriptedStream, ServerClient } from '../../support/server_client.js';
import type { Journal } from '../../support/server_journal.js';
import { VirtualClock } from '../../support/virtual_clock.js';
import { anyJournal, assertDelivered, type Heard, seed } from './server_model.js';

/** The same properties with sockets. Each life is some exchanges over loopback, so that there are dozens and not thousands. */
const lives = 40;

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

const [connectTimeout, idleTimeout] = [20_000, 30_000];

/** A policy in which time passes only when nothing else can bring the life on: while it waits, and when the server is silent. */
function worldOf(target: ScriptedStream, { plan = [] }: Journal) {
  const clock = new VirtualClock();
  let lost = 0;
  let changes = 0;
  /** What was sent before the silence must have arrived, which only time can tell; what arrives late begins the silence anew. */
  const expire = async (delay: number): Promise<void> => {
    const before = changes;
    do {
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(delay);
    } while (changes === before);
  };
  const onStateChange = ({ to, delay = 0 }: { to: string; delay?: number | undefined }): void => {
    changes++;
    if (to === 'waiting') {
      lost++;
      setImmediate(() => clock.advance(delay));
      return;
    }
    const fault = plan[lost]?.then;
    if (to === 'connecting' && fault === 'silence before the head') {
      // A request that the server never saw would take nothing off its plan.
      void target.requests(lost + 1).then(() => expire(connectTimeout));
    }
    if (to === 'open' && fault === 'silence') void expire(idleTimeout);
  };
  return { clock, connectTimeout, idleTimeout, onStateChange };
}

function property(
  refuses: boolean,
  live: (target: ScriptedStream, journal: Journal) => Promise<readonly Heard[]>,
): fc.IAsyncProperty<[Journal]> {
  return fc.asyncProperty(anyJournal({ refuses, exact: true, sockets: true }), async (journal) => {
    const target = await client.journal(journal);
    assertDelivered(journal, await live(target, journal));
    await target.idle();
    assert.equal(await target.openCount(), 0);
  });
}

describe('a server with faults, over loopback', () => {
  test('an EventSource hears every event once and in order, and leaves no connection open', async () => {
    const live = (target: ScriptedStream, journal: Journal): Promise<readonly Heard[]> => {
      const heard: Heard[] = [];
      const source = new EventSource(target.url, worldOf(target, journal));
      source.onmessage = ({ lastEventId, data }) => heard.push({ id: lastEventId, data });
      return new Promise((resolve) => {
        source.onerror = () => {
          if (source.readyState === source.CLOSED) resolve(heard);
        };
      });
    };
    await fc.assert(property(false, live), { seed, numRuns: lives });
  });

  test('so does an iterator of createEventSource', async () => {
    const live = async (target: ScriptedStream, journal: Journal): Promise<readonly Heard[]> => {
      const heard: Heard[] = [];
      const source = createEventSource({ ...worldOf(target, journal), url: target.url, queue: { limit: 2 } });
      try {
        for await (const { lastEventId, data } of source) heard.push({ id: lastEventId, data });
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'ERR_SSE_NO_CONTENT');
      }
      return heard;
    };
    await fc.assert(property(true, live), { seed, numRuns: lives });
  });
});
