import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Effect,
  initialState,
  type Input,
  longestDelay,
  type State,
  step,
} from '../../../dist/connection/machine.js';
import { testPolicy, failure } from './machine_support.js';

const policy = testPolicy();
const lost = failure('ERR_SSE_NETWORK');
const refused = failure('ERR_SSE_STATUS');

type Name = State['name'];
interface Row {
  readonly from: Name;
  readonly input: Input;
  readonly to: Name;
  readonly effects: readonly Effect[];
}

function at(name: Name, rest: Partial<State> = {}): State {
  return { name, attempt: name === 'idle' ? 0 : 3, reconnectionTime: 3000, ...rest };
}

const start: Input = { type: 'start' };
const accepted: Input = { type: 'accepted' };
const timer: Input = { type: 'timer' };
const close: Input = { type: 'close' };
const lostInput: Input = { type: 'failed', failure: lost };
const refusedInput: Input = { type: 'failed', failure: refused };

const release: Effect = { type: 'release' };
const waitAndReport: readonly Effect[] = [
  { type: 'schedule', delay: 3000 },
  { type: 'report', error: lost.error },
];
const fail: readonly Effect[] = [{ type: 'report', error: refused.error }, release];

/** Every state with every input. What a row does not list has no effect and changes nothing. */
const table: readonly Row[] = [
  { from: 'idle', input: start, to: 'connecting', effects: [{ type: 'attempt', attempt: 1 }] },
  { from: 'idle', input: close, to: 'closed', effects: [release] },

  { from: 'connecting', input: accepted, to: 'open', effects: [{ type: 'announce' }] },
  { from: 'connecting', input: lostInput, to: 'waiting', effects: waitAndReport },
  { from: 'connecting', input: refusedInput, to: 'closed', effects: fail },
  { from: 'connecting', input: close, to: 'closed', effects: [{ type: 'abandon' }, release] },

  { from: 'open', input: lostInput, to: 'waiting', effects: waitAndReport },
  { from: 'open', input: refusedInput, to: 'closed', effects: fail },
  { from: 'open', input: close, to: 'closed', effects: [{ type: 'abandon' }, release] },

  { from: 'waiting', input: timer, to: 'connecting', effects: [{ type: 'attempt', attempt: 4 }] },
  { from: 'waiting', input: close, to: 'closed', effects: [{ type: 'unschedule' }, release] },
];

const names: readonly Name[] = ['idle', 'connecting', 'open', 'waiting', 'closed'];
const inputs: readonly Input[] = [start, accepted, lostInput, refusedInput, timer, close];

describe('machine: state and input to state and effects', () => {
  for (const from of names) {
    for (const input of inputs) {
      const row = table.find((candidate) => candidate.from === from && candidate.input === input);
      const kind = input === lostInput ? 'lost' : input === refusedInput ? 'refused' : input.type;
      test(`${from}, ${kind}: ${row === undefined ? 'nothing' : row.to}`, () => {
        const before = at(from);
        const { state, effects } = step(policy, before, input);
        assert.deepEqual(effects, row?.effects ?? []);
        assert.equal(state.name, row?.to ?? from);
        if (row === undefined) assert.deepEqual(state, before);
      });
    }
  }
});

describe('machine: the reconnection time', () => {
  const rows: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 1],
    [longestDelay, longestDelay],
    [longestDelay + 1, longestDelay],
    [9_999_999_999, longestDelay],
    [Number.POSITIVE_INFINITY, longestDelay],
    [-1, 0],
  ];
  for (const [given, kept] of rows) {
    test(`retry ${given} is kept as ${kept}, and waited for`, () => {
      const { state, effects } = step(policy, at('open'), { type: 'retry', reconnectionTime: given });
      assert.deepEqual([state.reconnectionTime, effects], [kept, []]);
      const [schedule] = step(policy, state, lostInput).effects;
      assert.deepEqual(schedule, { type: 'schedule', delay: kept });
    });
    test(`a policy that begins with ${given} begins with ${kept}`, () => {
      assert.equal(initialState({ ...policy, reconnectionTime: given }).reconnectionTime, kept);
    });
  }

  test('it outlives connections', () => {
    let state = at('open');
    for (const input of [{ type: 'retry', reconnectionTime: 17 } as const, lostInput, timer, accepted, lostInput]) {
      ({ state } = step(policy, state, input));
    }
    assert.equal(state.reconnectionTime, 17);
  });

  test('it is not changed once all is over', () => {
    const { state } = step(policy, at('closed'), { type: 'retry', reconnectionTime: 17 });
    assert.equal(state.reconnectionTime, 3000);
  });

  test('the policy is asked with the state that waits, and is free to say something else', () => {
    const asked: State[] = [];
    const patient = {
      ...policy,
      delay(state: State) {
        asked.push(state);
        return state.attempt * 1000;
      },
    };
    const { effects } = step(patient, at('open'), lostInput);
    assert.deepEqual(effects[0], { type: 'schedule', delay: 3000 });
    assert.deepEqual(asked, [at('waiting')]);
  });
});

describe('machine: a request that must not be sent twice', () => {
  const once = testPolicy({ replay: false });
  for (const from of ['connecting', 'open'] as const) {
    test(`${from}: fails when the server may have seen it`, () => {
      const { state } = step(once, at(from), { type: 'failed', failure: { ...lost, requestSent: true } });
      assert.equal(state.name, 'closed');
    });
  }
  test('is sent again when no server can have seen it', () => {
    const { state } = step(once, at('connecting'), { type: 'failed', failure: { ...lost, requestSent: false } });
    assert.equal(state.name, 'waiting');
  });
  test('is not sent again after a failure for good, seen or not', () => {
    const { state } = step(once, at('connecting'), { type: 'failed', failure: { ...refused, requestSent: false } });
    assert.equal(state.name, 'closed');
  });
});
