import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialState, type Input, type State, step } from '../../../dist/connection/machine.js';
import type { AttemptFailure, Policy } from '../../../dist/connection/policy.js';
import {
  accepted,
  delayOf,
  failure,
  live,
  lost,
  refusal,
  reportOf,
  stateAt,
  testPolicy,
  timer,
} from './machine_support.js';

const longestDelay = 2 ** 31 - 1;

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
      const { state, effects } = step(testPolicy(), stateAt('open'), { type: 'retry', reconnectionTime: given }, 0);
      assert.deepEqual([state.reconnectionTime, effects], [kept, []]);
      assert.equal(delayOf(step(testPolicy(), state, lost, 0).effects), kept);
    });
    test(`a policy that begins with ${given} begins with ${kept}`, () => {
      assert.equal(initialState(testPolicy({ reconnectionTime: given })).reconnectionTime, kept);
    });
  }

  test('it outlives connections', () => {
    const retry: Input = { type: 'retry', reconnectionTime: 17 };
    const { state } = live(
      testPolicy(),
      stateAt('open'),
      [0, retry],
      [0, lost],
      [17, timer],
      [17, accepted],
      [17, lost],
    );
    assert.equal(state.reconnectionTime, 17);
  });
});

/** The delays before one attempt after the other, none of which is answered. */
function delays(policy: Policy, count: number, input: Input = lost): (number | undefined)[] {
  let state: State = stateAt('connecting');
  return Array.from({ length: count }, () => {
    const failed = step(policy, state, input, 0);
    state = step(policy, failed.state, timer, 0).state;
    return delayOf(failed.effects);
  });
}

describe('machine: chance above the floor', () => {
  const backoff = testPolicy({ backoff: 1000, maxBackoff: 5000 });
  const rows: readonly (readonly [string, Partial<Policy>, readonly number[]])[] = [
    ['nothing, when chance gives 0', { random: () => 0 }, [3000, 3000, 3000, 3000, 3000]],
    ['half of a window that doubles', { random: () => 0.5 }, [3500, 4000, 5000, 5500, 5500]],
    ['a window with another factor', { random: () => 0.5, factor: 3 }, [3500, 4500, 5500, 5500, 5500]],
    ['a window that stays', { random: () => 0.5, factor: 1 }, [3500, 3500, 3500, 3500, 3500]],
    ['never more than the most', { random: () => 0.5, maxBackoff: 1000 }, [3500, 3500, 3500, 3500, 3500]],
    ['nothing at all without a window', { random: () => 0.5, backoff: 0 }, [3000, 3000, 3000, 3000, 3000]],
  ];
  for (const [name, changes, expected] of rows) {
    test(name, () => {
      assert.deepEqual(delays({ ...backoff, ...changes }, 5), expected);
    });
  }

  test('a thousand failures do not take the window beyond its bound', () => {
    assert.equal(delays({ ...backoff, random: () => 0.5 }, 1200).at(-1), 5500);
  });
});

describe('machine: Retry-After', () => {
  const policy = testPolicy({ retries: () => true, backoff: 1000, random: () => 0.5 });
  const rows: readonly (readonly [string, number | undefined, number])[] = [
    ['none', undefined, 3500],
    ['longer than the reconnection time is the floor', 10_000, 10_500],
    ['shorter is no floor', 1000, 3500],
    ['longer than a timer can hold is as long as one can', 1e15, longestDelay],
  ];
  for (const [name, retryAfter, delay] of rows) {
    test(name, () => {
      const { effects } = live(policy, stateAt('connecting'), [
        0,
        { type: 'failed', failure: refusal(503, { retryAfter }) },
      ]);
      assert.equal(delayOf(effects), delay);
    });
  }
});

describe('machine: bounds', () => {
  for (const maxAttempts of [1, 2, 5]) {
    test(`maxAttempts ${maxAttempts}: gives up with failure number ${maxAttempts}`, () => {
      const expected = Array.from({ length: maxAttempts }, (_, index) => (index + 1 < maxAttempts ? 3000 : undefined));
      assert.deepEqual(delays(testPolicy({ maxAttempts }), maxAttempts), expected);
    });
  }

  test('giving up has a code of its own, and the last failure as its cause', () => {
    const { state, effects } = step(testPolicy({ maxAttempts: 1 }), stateAt('connecting'), lost, 0);
    const report = effects.find((effect) => effect.type === 'report');
    assert.equal(state.name, 'closed');
    assert.equal(report?.error.code, 'ERR_SSE_GAVE_UP');
    assert.equal((report.error.cause as { code?: string }).code, 'ERR_SSE_NETWORK');
    assert.match(report.error.message, /failed once.*maxAttempts is 1.*cable/);
  });

  test('a connection that held begins the row anew, and one that did not does not', () => {
    const policy = testPolicy({ maxAttempts: 2 });
    for (const [heldFor, name] of [[5000, 'waiting'] as const, [4999, 'closed'] as const]) {
      const { state } = live(policy, stateAt('connecting'), [0, lost], [0, timer], [0, accepted], [heldFor, lost]);
      assert.equal(state.name, name, `held for ${heldFor} ms`);
    }
  });

  test('with resetAfter 0 every connection does', () => {
    const { state } = live(
      testPolicy({ maxAttempts: 2, resetAfter: 0 }),
      stateAt('connecting'),
      [0, lost],
      [0, timer],
      [0, accepted],
      [0, lost],
    );
    assert.deepEqual([state.name, state.failures], ['waiting', 1]);
  });

  test('maxElapsedTime counts from the first failure of the row to the attempt that would come', () => {
    const policy = testPolicy({ maxElapsedTime: 10_000 });
    const within = live(policy, stateAt('connecting'), [100, lost], [3100, timer], [7100, lost]);
    assert.equal(delayOf(within.effects), 3000);
    const beyond = live(policy, stateAt('connecting'), [100, lost], [3100, timer], [7101, lost]);
    assert.equal(reportOf(beyond.effects), 'ERR_SSE_GAVE_UP');
  });

  test('a connection that held begins that time anew as well', () => {
    const policy = testPolicy({ maxElapsedTime: 10_000 });
    const { effects } = live(
      policy,
      stateAt('connecting'),
      [0, lost],
      [3000, timer],
      [3000, accepted],
      [90_000, lost],
      [93_000, timer],
      [96_000, lost],
    );
    assert.equal(delayOf(effects), 3000);
  });

  test('restart begins the row anew', () => {
    const { state } = live(testPolicy(), stateAt('connecting'), [0, lost], [0, { type: 'restart' }], [0, lost]);
    assert.equal(state.failures, 1);
  });
});

describe('machine: the predicate', () => {
  test('is told what failed, how often and for how long', () => {
    const told: AttemptFailure[] = [];
    const policy = testPolicy({
      retries: (failure) => {
        told.push(failure);
        return true;
      },
    });
    const refused = refusal(503, { retryAfter: 2000, requestSent: false });
    live(policy, stateAt('connecting'), [100, lost], [3100, timer], [3200, { type: 'failed', failure: refused }]);
    assert.deepEqual(told, [
      {
        error: failure('ERR_SSE_NETWORK').error,
        attempt: 3,
        failures: 1,
        elapsedTime: 0,
        requestSent: true,
        retryAfter: undefined,
      },
      { error: refused.error, attempt: 4, failures: 2, elapsedTime: 3100, requestSent: false, retryAfter: 2000 },
    ]);
  });

  const rows: readonly (readonly [boolean | number, number | undefined])[] = [
    [true, 3500],
    [false, undefined],
    [7, 7],
    [0, 0],
    [-7, 0],
    [1e12, longestDelay],
    [Number.NaN, longestDelay],
  ];
  for (const [verdict, delay] of rows) {
    test(`${verdict}: ${delay === undefined ? 'fails for good' : `waits for ${delay} ms`}`, () => {
      const policy = testPolicy({ retries: () => verdict, backoff: 1000, random: () => 0.5 });
      assert.deepEqual(delays(policy, 1), [delay]);
    });
  }
});
