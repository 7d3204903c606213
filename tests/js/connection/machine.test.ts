import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventSourceError } from 'eventsource-wasm';
import { type ConnectionState, type Effect, type Input, step } from '../../../dist/connection/machine.js';
import { accepted, failure, lost, stateAt, testPolicy, timer } from './machine_support.js';

const policy = testPolicy();
const refused = failure('ERR_SSE_STATUS');
const late = new EventSourceError('ERR_SSE_DEADLINE', 'Too late');

interface Row {
  readonly from: ConnectionState;
  readonly input: keyof typeof inputs;
  readonly to: ConnectionState;
  readonly effects: readonly Effect[];
}

const inputs = {
  start: { type: 'start' },
  accepted,
  lost,
  refused: { type: 'failed', failure: refused },
  timer,
  finish: { type: 'finish' },
  restart: { type: 'restart' },
  expire: { type: 'expire', error: late },
  suspend: { type: 'suspend', resumable: true },
  resume: { type: 'resume' },
  offline: { type: 'offline' },
  'online, nothing missed': { type: 'online', stale: false, resumable: true },
  'online, something missed': { type: 'online', stale: true, resumable: true },
  wake: { type: 'wake', resumable: true },
  close: { type: 'close' },
} as const satisfies Record<string, Input>;

const abandon: Effect = { type: 'abandon' };
const complete: Effect = { type: 'complete' };
const unschedule: Effect = { type: 'unschedule' };
const conclude: Effect = { type: 'conclude' };
const release: Effect = { type: 'release' };
const attempt = (number: number): Effect => ({ type: 'attempt', attempt: number, byGet: false });
const report = (error: EventSourceError, delay?: number): Effect => ({ type: 'report', error, delay });
const lostError = failure('ERR_SSE_NETWORK').error;

const waitAndReport: readonly Effect[] = [{ type: 'schedule', delay: 3000 }, report(lostError, 3000)];
const fail: readonly Effect[] = [report(refused.error), release];

/** Every state with every input. What a row does not list has no effect. */
const table: readonly Row[] = [
  { from: 'idle', input: 'start', to: 'connecting', effects: [attempt(1)] },
  { from: 'idle', input: 'finish', to: 'closed', effects: [conclude, release] },
  { from: 'idle', input: 'restart', to: 'connecting', effects: [attempt(1)] },
  { from: 'idle', input: 'expire', to: 'closed', effects: [report(late), release] },
  { from: 'idle', input: 'suspend', to: 'suspended', effects: [] },
  { from: 'idle', input: 'close', to: 'closed', effects: [release] },

  { from: 'connecting', input: 'accepted', to: 'open', effects: [{ type: 'announce' }] },
  { from: 'connecting', input: 'lost', to: 'waiting', effects: waitAndReport },
  { from: 'connecting', input: 'refused', to: 'closed', effects: fail },
  { from: 'connecting', input: 'finish', to: 'closed', effects: [abandon, conclude, release] },
  { from: 'connecting', input: 'restart', to: 'connecting', effects: [abandon, attempt(4)] },
  { from: 'connecting', input: 'expire', to: 'closed', effects: [abandon, report(late), release] },
  { from: 'connecting', input: 'suspend', to: 'suspended', effects: [abandon] },
  { from: 'connecting', input: 'wake', to: 'connecting', effects: [abandon, attempt(4)] },
  { from: 'connecting', input: 'close', to: 'closed', effects: [abandon, release] },

  { from: 'open', input: 'lost', to: 'waiting', effects: waitAndReport },
  { from: 'open', input: 'refused', to: 'closed', effects: fail },
  { from: 'open', input: 'finish', to: 'closed', effects: [complete, conclude, release] },
  { from: 'open', input: 'restart', to: 'connecting', effects: [abandon, attempt(4)] },
  { from: 'open', input: 'expire', to: 'closed', effects: [abandon, report(late), release] },
  { from: 'open', input: 'suspend', to: 'suspended', effects: [abandon] },
  { from: 'open', input: 'online, something missed', to: 'connecting', effects: [abandon, attempt(4)] },
  { from: 'open', input: 'wake', to: 'connecting', effects: [abandon, attempt(4)] },
  { from: 'open', input: 'close', to: 'closed', effects: [abandon, release] },

  { from: 'waiting', input: 'timer', to: 'connecting', effects: [attempt(4)] },
  { from: 'waiting', input: 'finish', to: 'closed', effects: [unschedule, conclude, release] },
  { from: 'waiting', input: 'restart', to: 'connecting', effects: [unschedule, attempt(4)] },
  { from: 'waiting', input: 'expire', to: 'closed', effects: [unschedule, report(late), release] },
  { from: 'waiting', input: 'suspend', to: 'suspended', effects: [unschedule] },
  { from: 'waiting', input: 'online, nothing missed', to: 'connecting', effects: [unschedule, attempt(4)] },
  { from: 'waiting', input: 'online, something missed', to: 'connecting', effects: [unschedule, attempt(4)] },
  { from: 'waiting', input: 'wake', to: 'connecting', effects: [unschedule, attempt(4)] },
  { from: 'waiting', input: 'close', to: 'closed', effects: [unschedule, release] },

  { from: 'suspended', input: 'finish', to: 'closed', effects: [conclude, release] },
  { from: 'suspended', input: 'restart', to: 'connecting', effects: [attempt(4)] },
  { from: 'suspended', input: 'expire', to: 'closed', effects: [report(late), release] },
  { from: 'suspended', input: 'resume', to: 'connecting', effects: [attempt(4)] },
  { from: 'suspended', input: 'close', to: 'closed', effects: [release] },
];

const names: readonly ConnectionState[] = ['idle', 'connecting', 'open', 'waiting', 'suspended', 'closed'];

describe('machine: state and input to state and effects', () => {
  for (const from of names) {
    for (const [name, input] of Object.entries(inputs)) {
      const row = table.find((candidate) => candidate.from === from && candidate.input === name);
      test(`${from}, ${name}: ${row === undefined ? 'nothing' : row.to}`, () => {
        const { state, effects } = step(policy, stateAt(from), input, 0);
        assert.deepEqual(effects.map(comparable), (row?.effects ?? []).map(comparable));
        assert.equal(state.name, row?.to ?? from);
      });
    }
  }

  test('closed stays as it is, whatever comes', () => {
    for (const input of [...Object.values(inputs), { type: 'retry', reconnectionTime: 17 } as const]) {
      const closed = stateAt('closed');
      assert.deepEqual(step(policy, closed, input, 99), { state: closed, effects: [] });
    }
  });

  test('what the machine did not know before it does not keep when nothing follows', () => {
    for (const input of ['accepted', 'lost', 'timer', 'resume'] as const) {
      const idle = stateAt('idle');
      assert.deepEqual(step(policy, idle, inputs[input], 99).state, idle);
    }
  });
});

/** Errors hold a stack and a response; here the code is what matters. */
function comparable(effect: Effect): object {
  return effect.type === 'report' ? { ...effect, error: effect.error.code } : effect;
}
