import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource } from 'eventsource-wasm';
import { drop, event, scriptedFetch, settle, silence, TestClock } from 'eventsource-wasm/testing';

describe('a test clock', () => {
  test('stands still', () => {
    const clock = new TestClock();
    assert.equal(clock.now(), 0);
    assert.equal(clock.wallTime(), Date.UTC(2026, 0, 1));
    assert.equal(clock.random(), 0);
    assert.deepEqual(clock.pending, []);
  });

  test('runs each timer at its time, also those that others set', async () => {
    const clock = new TestClock();
    const ran: [string, number][] = [];
    const note = (name: string) => () => ran.push([name, clock.now()]);
    clock.setTimeout(note('b'), 20);
    clock.setTimeout(() => {
      note('a')();
      clock.setTimeout(note('c'), 5);
    }, 10);
    clock.setTimeout(note('never'), 31);
    clock.clearTimeout(clock.setTimeout(note('cleared'), 1));
    await clock.advance(30);
    assert.deepEqual(ran, [
      ['a', 10],
      ['c', 15],
      ['b', 20],
    ]);
    assert.equal(clock.now(), 30);
    assert.deepEqual(clock.pending, [1]);
  });

  test('lets promises and queued tasks run between timers', async () => {
    const clock = new TestClock();
    const at: number[] = [];
    const sleep = (delay: number) =>
      new Promise<void>((resolve) => {
        clock.setTimeout(resolve, delay);
      });
    const work = async () => {
      for (let turn = 0; turn < 3; turn++) {
        await sleep(10);
        await new Promise((resolve) => setImmediate(resolve));
        at.push(clock.now());
      }
    };
    void work();
    await clock.advance(100);
    assert.deepEqual(at, [10, 20, 30]);
  });

  test('goes to the next timer', async () => {
    const clock = new TestClock();
    let runs = 0;
    clock.setTimeout(() => (runs += 1), 1e9);
    assert.equal(await clock.next(), true);
    assert.equal(clock.now(), 1e9);
    assert.equal(await clock.next(), false);
    assert.equal(runs, 1);
  });

  test('can be waited for', async () => {
    const clock = new TestClock();
    const any = clock.hasTimer();
    const right = clock.hasTimer(5);
    let isRight = false;
    void right.then(() => (isRight = true));
    clock.setTimeout(() => undefined, 4);
    await any;
    assert.equal(isRight, false);
    clock.setTimeout(() => undefined, 5);
    await right;
    await clock.hasTimer(4);
  });

  test('sleeps, and is set', async () => {
    const clock = new TestClock();
    let ranAt = -1;
    clock.setTimeout(() => (ranAt = clock.now()), 10);
    clock.sleep(1000);
    assert.equal(ranAt, -1);
    assert.deepEqual(clock.pending, [-990]);
    await clock.advance(0);
    assert.equal(ranAt, 1000);
    clock.setWallTime(5);
    await clock.advance(2);
    assert.equal(clock.wallTime(), 7);
    assert.equal(clock.now(), 1002);
    await assert.rejects(clock.advance(-1), RangeError);
    await assert.rejects(clock.advance(NaN), RangeError);
  });

  test('shows the pace of a client', async () => {
    const clock = new TestClock();
    const fetch = scriptedFetch(drop);
    const source = createEventSource({ url: 'https://example.com/', fetch, clock });
    const delays: (number | undefined)[] = [];
    for (let failure = 0; failure < 4; failure++) {
      await fetch.requested(failure + 1);
      await settle();
      delays.push(clock.pending[0]);
      clock.random = () => 0.5;
      await clock.next();
    }
    assert.deepEqual(delays, [1000, 2000, 3000, 5000]);
    source.close();
    assert.deepEqual(clock.pending, []);
  });

  test('makes a stream stall in no time', async () => {
    const clock = new TestClock();
    const fetch = scriptedFetch([{ body: [event({ data: '1' }), silence] }, { body: [event({ data: '2' }), silence] }]);
    const source = createEventSource({ url: 'https://example.com/', fetch, clock, idleTimeout: 60_000 });
    const datas: unknown[] = [];
    for await (const { data } of source) {
      datas.push(data);
      if (datas.length === 2) break;
      await Promise.all([fetch.requested(2), clock.advance(61_000)]);
    }
    assert.deepEqual(datas, ['1', '2']);
    await fetch.idle();
  });
});
