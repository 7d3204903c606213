import assert from 'node:assert/strict';
import { ScriptedFetch } from '../../support/scripted_fetch.js';
import { type Journal, journalAnswer } from '../../support/server_journal.js';
import { settled, VirtualClock } from '../../support/virtual_clock.js';

const address = 'http://journal.test/';
const mostTurns = 20_000;
/** Turns of the event loop that a consumer may take for what has come. */
const mostIdleTurns = 100;

/** A client's clock and network, for one life: nothing in it takes time. */
export class VirtualWorld {
  readonly url = address;
  readonly clock = new VirtualClock();
  readonly network: ScriptedFetch;

  constructor(journal: Journal) {
    this.network = new ScriptedFetch((index, { headers }) =>
      journalAnswer(journal, index, headers['last-event-id'] ?? ''),
    );
  }

  /** What every client of this world needs: the world, and watchdogs, since some servers fall silent. */
  get options() {
    const { clock } = this;
    return { clock, fetch: this.network.fetch, connectTimeout: 20_000, idleTimeout: 30_000 };
  }

  /** Lets what can happen happen, and time pass when nothing can, until the condition holds. */
  async runUntil(condition: () => boolean): Promise<void> {
    let idleTurns = 0;
    for (let turn = 0; turn < mostTurns; turn++) {
      await settled();
      if (condition()) return;
      idleTurns = this.clock.runNext() ? 0 : idleTurns + 1;
      assert.ok(idleTurns < mostIdleTurns, 'nothing is under way, and no timer is set: the client has come to rest');
    }
    assert.fail(`not done after ${mostTurns} timers`);
  }

  /** Nothing is left of the client. */
  async assertAtRest(): Promise<void> {
    await settled();
    assert.equal(this.network.openCount, 0, 'connections that are open');
    assert.deepEqual(this.clock.timers, [], 'timers that are set');
  }
}
