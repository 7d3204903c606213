import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Input, step } from '../../../dist/connection/machine.js';
import { delayOf, failure, live, refusal, stateAt, testPolicy, timer } from './machine_support.js';

const policy = testPolicy({ retries: () => true, backoff: 60_000, maxBackoff: 60_000, random: () => 0.5 });
const lost: Input = { type: 'failed', failure: failure('ERR_SSE_NETWORK') };
const busy: Input = { type: 'failed', failure: refusal(503, { retryAfter: 10_000 }) };
const suspend: Input = { type: 'suspend', resumable: true };
const resume: Input = { type: 'resume' };
const offline: Input = { type: 'offline' };
const online: Input = { type: 'online', stale: false, resumable: true };
const wake: Input = { type: 'wake', resumable: true };

describe('machine: what made it wait is over', () => {
  for (const [name, input] of Object.entries({ online, wake })) {
    test(`${name}: the rest of the backoff is dropped, the server's floor is not`, () => {
      const waiting = live(policy, stateAt('connecting'), [0, busy]).state;
      const early = step(policy, waiting, input, 4000);
      assert.deepEqual([early.state.name, delayOf(early.effects)], ['waiting', 6000]);
      const later = step(policy, waiting, input, 10_000);
      assert.deepEqual(
        later.effects.map(({ type }) => type),
        ['unschedule', 'attempt'],
      );
    });
  }

  test('a page that comes back waits no longer than the server asks', () => {
    const early = live(policy, stateAt('connecting'), [0, busy], [1000, suspend], [4000, resume]);
    assert.deepEqual([early.state.name, delayOf(early.effects)], ['waiting', 6000]);
    const later = live(policy, stateAt('connecting'), [0, busy], [1000, suspend], [40_000, resume]);
    assert.equal(later.state.name, 'connecting');
  });

  test('a page that comes back twice asks once', () => {
    const { state, effects } = live(policy, stateAt('open'), [0, suspend], [1, resume], [2, resume]);
    assert.deepEqual([state.name, state.attempt, effects], ['connecting', 4, []]);
  });
});

describe('machine: without a network', () => {
  test('an attempt that is due is held, and made when the network is back', () => {
    const held = live(policy, stateAt('connecting'), [0, lost], [1, offline], [33_000, timer]);
    assert.deepEqual([held.state.name, held.effects], ['waiting', []]);
    assert.equal(step(policy, held.state, online, 34_000).state.name, 'connecting');
  });

  test('a connection that is open is left alone, and kept when something has come since', () => {
    const { state, effects } = live(policy, stateAt('open'), [0, offline], [1, online]);
    assert.deepEqual([state.name, effects], ['open', []]);
  });

  test('a page that comes back without one waits for it', () => {
    const { state } = live(policy, stateAt('open'), [0, suspend], [1, offline], [2, resume], [3, timer]);
    assert.equal(state.name, 'waiting');
    assert.equal(step(policy, state, online, 4).state.name, 'connecting');
  });

  test('a computer that wakes without one waits for it', () => {
    const { state } = live(policy, stateAt('connecting'), [0, lost], [1, offline], [50_000, wake], [50_000, timer]);
    assert.equal(state.name, 'waiting');
    assert.equal(step(policy, state, online, 60_000).state.name, 'connecting');
  });
});
