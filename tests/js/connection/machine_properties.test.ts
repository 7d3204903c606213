import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  initialState,
  type Input,
  longestDelay,
  type Policy,
  type State,
  step,
} from '../../../dist/connection/machine.js';
import { failure, testPolicy } from './machine_support.js';

const seed = 20260101;

const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom<Input>({ type: 'start' }, { type: 'accepted' }, { type: 'timer' }),
  fc.record({ type: fc.constant('retry' as const), reconnectionTime: fc.double({ noNaN: true }) }),
  fc.record({
    type: fc.constant('failed' as const),
    failure: fc
      .tuple(
        fc.constantFrom('ERR_SSE_NETWORK', 'ERR_SSE_STREAM_ENDED', 'ERR_SSE_STATUS', 'ERR_SSE_HEADERS'),
        fc.boolean(),
      )
      .map(([code, requestSent]) => failure(code as 'ERR_SSE_NETWORK', requestSent)),
  }),
);

// `close` ends a life, so that it is rare here.
const anyLife = fc.array(
  fc.oneof({ weight: 30, arbitrary: anyInput }, { weight: 1, arbitrary: fc.constant<Input>({ type: 'close' }) }),
  {
    maxLength: 60,
  },
);

const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    reconnectionTime: fc.double({ noNaN: true }),
    replay: fc.boolean(),
    delay: fc.oneof(fc.double(), fc.constant(Number.NaN)),
  })
  .map(({ reconnectionTime, replay, delay }) => testPolicy({ reconnectionTime, replay, delay: () => delay }));

/** What the effects of a life, done one after the other, amount to. */
class World {
  timers = 0;
  attempts = 0;
  readonly delays: number[] = [];
  readonly reports: string[] = [];
  readonly numbers: number[] = [];
  released = 0;
  state: State;
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.state = initialState(policy);
  }

  take(input: Input): void {
    // An attempt and a timer end by what they lead to.
    if (input.type === 'failed' && this.attempts > 0) this.attempts--;
    if (input.type === 'timer' && this.timers > 0) this.timers--;
    const { state, effects } = step(this.#policy, this.state, input);
    this.state = state;
    for (const effect of effects) {
      switch (effect.type) {
        case 'attempt':
          this.attempts++;
          this.numbers.push(effect.attempt);
          break;
        case 'schedule':
          this.timers++;
          this.delays.push(effect.delay);
          break;
        case 'unschedule':
          this.timers--;
          break;
        case 'abandon':
          this.attempts--;
          break;
        case 'report':
          this.reports.push(effect.error.code);
          break;
        case 'release':
          this.released++;
          break;
        case 'announce':
          assert.equal(this.state.name, 'open');
          break;
      }
      assert.ok(this.timers === 0 || this.timers === 1, `${this.timers} timers`);
      assert.ok(this.attempts === 0 || this.attempts === 1, `${this.attempts} attempts`);
    }
  }
}

/** Checks a condition after every input of many lives. */
function always(check: (world: World, input: Input, before: State) => void): void {
  fc.assert(
    fc.property(anyPolicy, anyLife, (policy, life) => {
      const world = new World(policy);
      for (const input of [{ type: 'start' } as const, ...life]) {
        const before = world.state;
        world.take(input);
        check(world, input, before);
      }
    }),
    { seed, numRuns: 1000 },
  );
}

describe('machine: whatever happens', () => {
  test('there is one timer while it waits, and none otherwise', () => {
    always((world) => {
      assert.equal(world.timers, world.state.name === 'waiting' ? 1 : 0);
    });
  });

  test('there is one attempt while it connects or is open, and none otherwise', () => {
    always((world) => {
      assert.equal(world.attempts, world.state.name === 'connecting' || world.state.name === 'open' ? 1 : 0);
    });
  });

  test('closed is final, silent, and reached by one release', () => {
    always((world, _, before) => {
      if (before.name === 'closed') assert.deepEqual(world.state, before);
      assert.equal(world.released, world.state.name === 'closed' ? 1 : 0);
    });
  });

  test('every delay is one that a timer can hold', () => {
    always((world) => {
      for (const delay of [...world.delays, world.state.reconnectionTime]) {
        assert.ok(delay >= 0 && delay <= longestDelay, `a delay of ${delay}`);
      }
    });
  });

  test('attempts are numbered from 1 without a gap', () => {
    always((world) => {
      assert.deepEqual(
        world.numbers,
        Array.from({ length: world.state.attempt }, (_, index) => index + 1),
      );
    });
  });

  test('a failure is reported once, and only while there is an attempt', () => {
    always((world, input, before) => {
      const wasActive = before.name === 'connecting' || before.name === 'open';
      const reported = world.reports.splice(0);
      assert.deepEqual(reported, input.type === 'failed' && wasActive ? [input.failure.error.code] : []);
    });
  });

  test('a request that must not be sent twice is not, once a server may have seen it', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const world = new World(testPolicy({ replay: false }));
        for (const input of [{ type: 'start' } as const, ...life]) {
          const { name } = world.state;
          world.take(input);
          const wasSeen = input.type === 'failed' && input.failure.requestSent;
          if (wasSeen && (name === 'connecting' || name === 'open')) assert.equal(world.state.name, 'closed');
        }
      }),
      { seed, numRuns: 1000 },
    );
  });
});
