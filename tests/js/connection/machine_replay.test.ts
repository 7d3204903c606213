import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ErrorCode } from 'eventsource-wasm';
import { type ConnectionState, type Effect, type Failure, step } from '../../../dist/connection/machine.js';
import type { Policy } from '../../../dist/connection/policy.js';
import { failure, live, refusal, reportOf, stateAt, testPolicy, timer } from './machine_support.js';

type Name = 'waiting' | 'closed';

interface Row {
  readonly replay: Policy['replay'];
  readonly requestSent: boolean;
  readonly resumable: boolean;
  readonly to: Name;
  readonly byGet: boolean;
}

/** Whether there is a next request, and whether it is a GET, after a failure that is retried as such. */
const table: readonly Row[] = [
  { replay: 'always', requestSent: false, resumable: false, to: 'waiting', byGet: false },
  { replay: 'always', requestSent: false, resumable: true, to: 'waiting', byGet: false },
  { replay: 'always', requestSent: true, resumable: false, to: 'waiting', byGet: false },
  { replay: 'always', requestSent: true, resumable: true, to: 'waiting', byGet: false },

  { replay: 'never', requestSent: false, resumable: false, to: 'waiting', byGet: false },
  { replay: 'never', requestSent: false, resumable: true, to: 'waiting', byGet: false },
  { replay: 'never', requestSent: true, resumable: false, to: 'closed', byGet: false },
  { replay: 'never', requestSent: true, resumable: true, to: 'closed', byGet: false },

  { replay: 'resume-by-get', requestSent: false, resumable: false, to: 'waiting', byGet: false },
  { replay: 'resume-by-get', requestSent: false, resumable: true, to: 'waiting', byGet: false },
  { replay: 'resume-by-get', requestSent: true, resumable: false, to: 'closed', byGet: false },
  { replay: 'resume-by-get', requestSent: true, resumable: true, to: 'waiting', byGet: true },
];

const codes: readonly ErrorCode[] = [
  'ERR_SSE_NETWORK',
  'ERR_SSE_STREAM_ENDED',
  'ERR_SSE_CONNECT_TIMEOUT',
  'ERR_SSE_IDLE_TIMEOUT',
  'ERR_SSE_DEADLINE',
];

describe('machine: whether a request is sent again', () => {
  for (const { replay, requestSent, resumable, to, byGet } of table) {
    const seen = requestSent ? 'seen by a server' : 'seen by no server';
    const place = resumable ? 'with' : 'without';
    test(`${replay}, ${seen}, ${place} an id to resume from: ${to}${byGet ? ', then GET' : ''}`, () => {
      const policy = testPolicy({ replay });
      for (const code of codes) {
        for (const from of ['connecting', 'open'] as const) {
          const failed = { type: 'failed', failure: failure(code, { requestSent, resumable }) } as const;
          const { state } = step(policy, stateAt(from), failed, 0);
          assert.equal(state.name, to, code);
          const { effects } = step(policy, state, timer, 0);
          const expected: Effect[] = to === 'closed' ? [] : [{ type: 'attempt', attempt: 4, byGet }];
          assert.deepEqual(effects, expected, code);
        }
      }
    });
  }

  test('a failure for good is for good, seen or not', () => {
    for (const requestSent of [true, false]) {
      const refused = { type: 'failed', failure: failure('ERR_SSE_REDIRECT', { requestSent }) } as const;
      assert.equal(step(testPolicy(), stateAt('connecting'), refused, 0).state.name, 'closed');
    }
  });

  test('the error that is told is the failure, and not that it cannot be repeated', () => {
    const { effects } = step(
      testPolicy({ replay: 'never' }),
      stateAt('open'),
      { type: 'failed', failure: failure('ERR_SSE_STREAM_ENDED') },
      0,
    );
    assert.equal(reportOf(effects), 'ERR_SSE_STREAM_ENDED');
  });

  test('what is had by GET may be had again, with an id or without', () => {
    const lostAgain = { type: 'failed', failure: failure('ERR_SSE_NETWORK', { resumable: false }) } as const;
    const { state } = step(testPolicy({ replay: 'resume-by-get' }), stateAt('open', { byGet: true }), lostAgain, 0);
    assert.deepEqual([state.name, state.byGet], ['waiting', true]);
  });

  const interruptions = {
    suspend: { type: 'suspend', resumable: false },
    wake: { type: 'wake', resumable: false },
    online: { type: 'online', stale: true, resumable: false },
  } as const;
  for (const [name, input] of Object.entries(interruptions)) {
    test(`${name} leaves a request alone that cannot be sent again`, () => {
      for (const replay of ['never', 'resume-by-get'] as const) {
        assert.deepEqual(step(testPolicy({ replay }), stateAt('open'), input, 0).effects, []);
      }
    });
    test(`${name} lets it go when its stream can be had by GET`, () => {
      const policy = testPolicy({ replay: 'resume-by-get' });
      const { state } = step(policy, stateAt('open'), { ...input, resumable: true }, 0);
      assert.deepEqual([state.name, state.byGet], [name === 'suspend' ? 'suspended' : 'connecting', true]);
    });
  }

  test('restart repeats whatever it was, since the caller says so', () => {
    const { effects } = step(testPolicy({ replay: 'never' }), stateAt('open'), { type: 'restart' }, 0);
    assert.deepEqual(effects, [{ type: 'abandon' }, { type: 'attempt', attempt: 4, byGet: false }]);
  });
});

describe('machine: credentials after a 401', () => {
  const refused = { type: 'failed', failure: refusal(401) } as const;
  const refreshing = testPolicy({ refreshes: true });

  test('are made anew at once, without a word', () => {
    const { state, effects } = step(refreshing, stateAt('connecting'), refused, 0);
    assert.deepEqual([state.name, effects], ['connecting', [{ type: 'attempt', attempt: 4, byGet: false }]]);
  });

  test('also for a request that is not replayed: the server refused to act on it', () => {
    const { state } = step({ ...refreshing, replay: 'never' }, stateAt('connecting'), refused, 0);
    assert.equal(state.name, 'connecting');
  });

  const rows: readonly (readonly [string, Policy, Failure, ConnectionState])[] = [
    ['not when nothing makes them', testPolicy(), refusal(401), 'closed'],
    ['not after 403', refreshing, refusal(403), 'closed'],
  ];
  for (const [name, policy, given, to] of rows) {
    test(name, () => {
      assert.equal(step(policy, stateAt('connecting'), { type: 'failed', failure: given }, 0).state.name, to);
    });
  }

  test('once, until the server has taken some', () => {
    assert.equal(live(refreshing, stateAt('connecting'), [0, refused], [0, refused]).state.name, 'closed');
    const { state } = live(
      refreshing,
      stateAt('connecting'),
      [0, refused],
      [0, { type: 'accepted' }],
      [0, { type: 'failed', failure: failure('ERR_SSE_NETWORK') }],
      [0, timer],
      [0, refused],
    );
    assert.equal(state.name, 'connecting');
  });
});
