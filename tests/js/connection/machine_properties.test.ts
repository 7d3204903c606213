import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ErrorCode, EventSourceError } from 'eventsource-wasm';
import fc from 'fast-check';
import { initialState, type Input, type State, step } from '../../../dist/connection/machine.js';
import type { Policy } from '../../../dist/connection/policy.js';
import { failure, refusal, testPolicy } from './machine_support.js';

const seed = Number(process.env['SEED'] ?? 20_260_101);
const numRuns = 1000;
const longestDelay = 2 ** 31 - 1;
const late = new EventSourceError('ERR_SSE_DEADLINE', 'Too late');

const resumable = fc.boolean();
const retryAfter = fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined });

const anyFailure = fc
  .tuple(
    fc.constantFrom('ERR_SSE_NETWORK', 'ERR_SSE_STREAM_ENDED', 'ERR_SSE_IDLE_TIMEOUT', 'ERR_SSE_HEADERS', 401, 503),
    fc.record({ requestSent: fc.boolean(), resumable, retryAfter }),
  )
  .map(([what, changes]) => (typeof what === 'number' ? refusal(what, changes) : failure(what as ErrorCode, changes)));

const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom<Input>({ type: 'start' }, { type: 'accepted' }, { type: 'timer' }),
  fc.constantFrom<Input>({ type: 'restart' }, { type: 'resume' }, { type: 'offline' }),
  fc.record({ type: fc.constantFrom('suspend' as const, 'wake' as const), resumable }),
  fc.record({ type: fc.constant('online' as const), stale: fc.boolean(), resumable }),
  fc.record({ type: fc.constant('retry' as const), reconnectionTime: fc.double({ noNaN: true }) }),
  fc.record({ type: fc.constant('failed' as const), failure: anyFailure }),
);

// These end a life, so that they are rare here.
const anyLastInput = fc.constantFrom<Input>({ type: 'close' }, { type: 'finish' }, { type: 'expire', error: late });

/** Inputs, and how many milliseconds pass before each. */
const anyLife = fc.array(
  fc.tuple(
    fc.nat({ max: 8000 }),
    fc.oneof({ weight: 40, arbitrary: anyInput }, { weight: 1, arbitrary: anyLastInput }),
  ),
  { maxLength: 80 },
);

const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    reconnectionTime: fc.double({ noNaN: true }),
    replay: fc.constantFrom('always' as const, 'never' as const, 'resume-by-get' as const),
    backoff: fc.double({ min: 0, noNaN: true }),
    maxBackoff: fc.double({ min: 0, noNaN: true }),
    factor: fc.double({ min: 1, noNaN: true }),
    maxAttempts: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 6 })),
    maxElapsedTime: fc.oneof(fc.constant(Infinity), fc.nat({ max: 100_000 })),
    resetAfter: fc.nat({ max: 8000 }),
    refreshes: fc.boolean(),
    verdict: fc.oneof(fc.boolean(), fc.double()),
    chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ verdict, chance, ...policy }) => testPolicy({ ...policy, retries: () => verdict, random: () => chance }));

/** What the effects of a life, done one after the other, amount to. */
class World {
  now = 0;
  timers = 0;
  attempts = 0;
  readonly delays: number[] = [];
  readonly reports: string[] = [];
  readonly numbers: number[] = [];
  released = 0;
  concluded = 0;
  state: State;
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.state = initialState(policy);
  }

  take(input: Input, elapsed = 0): void {
    this.now += elapsed;
    // An attempt and a timer end by what they lead to.
    if (input.type === 'failed' && this.attempts > 0) this.attempts--;
    if (input.type === 'timer' && this.timers > 0) this.timers--;
    const { state, effects } = step(this.#policy, this.state, input, this.now);
    this.state = state;
    for (const effect of effects) {
      switch (effect.type) {
        case 'attempt':
          this.attempts++;
          this.numbers.push(effect.attempt);
          break;
        case 'schedule':
          // An alarm that is set anew is still one.
          this.timers = 1;
          this.delays.push(effect.delay);
          break;
        case 'unschedule':
          this.timers = 0;
          break;
        case 'abandon':
        case 'complete':
          this.attempts--;
          break;
        case 'report':
          this.reports.push(effect.error.code);
          break;
        case 'conclude':
          this.concluded++;
          break;
        case 'release':
          this.released++;
          break;
        case 'announce':
          assert.equal(this.state.name, 'open');
          break;
      }
      assert.ok(this.attempts === 0 || this.attempts === 1, `${this.attempts} attempts`);
    }
  }
}

/** Checks a condition after every input of many lives. */
function always(check: (world: World, input: Input, before: State) => void): void {
  fc.assert(
    fc.property(anyPolicy, anyLife, (policy, life) => {
      const world = new World(policy);
      world.take({ type: 'start' });
      for (const [elapsed, input] of life) {
        const before = world.state;
        // A timer that is not set does not ring.
        if (input.type === 'timer' && world.timers === 0) continue;
        world.take(input, elapsed);
        check(world, input, before);
      }
    }),
    { seed, numRuns },
  );
}

describe('machine: whatever happens', () => {
  test('there is one timer, or an attempt that is held, while it waits, and nothing of it otherwise', () => {
    always((world) => {
      const isWaiting = world.state.name === 'waiting';
      assert.equal(world.timers, isWaiting && !world.state.held ? 1 : 0);
      if (isWaiting && world.state.held) assert.ok(world.state.offline, 'held without a network');
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

  test('a failure is reported once or led to an attempt at once, and only while there was one', () => {
    always((world, input, before) => {
      const wasActive = before.name === 'connecting' || before.name === 'open';
      const reported = world.reports.splice(0);
      if (input.type === 'failed' && wasActive && world.state.name !== 'connecting') {
        assert.ok([input.failure.error.code, 'ERR_SSE_GAVE_UP'].includes(reported[0] as 'ERR_SSE_NETWORK'));
        assert.equal(reported.length, 1);
      } else {
        assert.deepEqual(reported, input.type === 'expire' && before.name !== 'closed' ? [late.code] : []);
      }
    });
  });

  test('an end is told once, and only when it was one', () => {
    always((world, input, before) => {
      const isEnd = input.type === 'finish' && before.name !== 'closed';
      if (isEnd) assert.deepEqual([world.state.name, world.concluded], ['closed', 1]);
      else if (world.state.name !== 'closed') assert.equal(world.concluded, 0);
    });
  });

  test('no attempt is made before the time that a server has named, unless the caller or the predicate wants it', () => {
    always((world, input, before) => {
      const isMade = world.state.attempt > before.attempt;
      const isOurs =
        input.type === 'timer' || input.type === 'online' || input.type === 'wake' || input.type === 'resume';
      if (!isMade || !isOurs || before.name === 'open' || before.name === 'connecting') return;
      // A timer rings when it is due, whatever this life says of the time that passed.
      if (input.type !== 'timer') assert.ok(world.now >= before.notBefore, `${before.notBefore - world.now} ms early`);
    });
  });

  test('a request that must not be sent twice is not, once a server may have seen it', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const world = new World(testPolicy({ replay: 'never' }));
        world.take({ type: 'start' });
        for (const [elapsed, input] of life) {
          const { name, attempt } = world.state;
          world.take(input, elapsed);
          if (name !== 'connecting' && name !== 'open') continue;
          const wasSeen = input.type === 'failed' && input.failure.requestSent;
          if (wasSeen) assert.equal(world.state.name, 'closed');
          const mayAskAgain = input.type === 'restart';
          if (!mayAskAgain) assert.equal(world.state.attempt, attempt);
        }
      }),
      { seed, numRuns },
    );
  });
});
