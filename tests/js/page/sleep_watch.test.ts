import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { SleepWatch, sleepWatch } from '../../../dist/connection/sleep_watch.js';
import { FakeClock } from './fake_clock.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Until the function that is returned is called. */
function listen(watch: SleepWatch, wake: () => unknown): () => void {
  const sleeper = { wake: () => void wake() };
  watch.add(sleeper);
  return () => {
    watch.remove(sleeper);
  };
}

function watched(): { clock: FakeClock; watch: SleepWatch; wakes: () => number; stop: () => void } {
  const clock = new FakeClock();
  const watch = new SleepWatch(clock);
  let wakes = 0;
  const stop = listen(watch, () => wakes++);
  return { clock, watch, wakes: () => wakes, stop };
}

describe('the sleep watch', () => {
  test('tells once that the machine has slept', () => {
    const { clock, wakes } = watched();
    clock.pass(10 * second);
    clock.sleep(8 * hour);
    assert.equal(wakes(), 0);
    clock.pass(20 * second);
    assert.equal(wakes(), 1);
    clock.pass(hour);
    assert.equal(wakes(), 1);
    clock.sleep(hour);
    clock.pass(30 * second);
    assert.equal(wakes(), 2);
  });

  test('counts from 120 seconds more than the timer should have taken', () => {
    const { clock, wakes } = watched();
    clock.sleep(2 * minute - 1);
    clock.pass(30 * second);
    assert.equal(wakes(), 0);
    clock.sleep(2 * minute);
    clock.pass(30 * second);
    assert.equal(wakes(), 1);
  });

  test('takes no notice of timers that run once a minute', () => {
    const { clock, wakes } = watched();
    for (let i = 0; i < 100; i++) clock.delay(minute);
    assert.equal(wakes(), 0);
  });

  test('takes no notice of a clock that is set back', () => {
    const { clock, wakes } = watched();
    clock.pass(10 * second);
    clock.sleep(-hour);
    clock.pass(10 * minute);
    assert.equal(wakes(), 0);
    clock.sleep(hour);
    clock.pass(30 * second);
    assert.equal(wakes(), 1, 'and goes on from there');
  });

  test('is told to look when there is another sign of life', () => {
    const { clock, watch, wakes } = watched();
    clock.sleep(hour);
    watch.look();
    assert.equal(wakes(), 1);
    watch.look();
    clock.pass(minute);
    assert.equal(wakes(), 1, 'the timer has nothing to add');
  });

  test('forgives a timer that stood still for another reason', () => {
    const { clock, watch, wakes } = watched();
    clock.sleep(hour);
    watch.forgive();
    clock.pass(minute);
    assert.equal(wakes(), 0);
  });

  test('has one timer for all, and none for nobody', () => {
    const clock = new FakeClock();
    const watch = sleepWatch(clock);
    assert.equal(sleepWatch(clock), watch);
    assert.notEqual(sleepWatch(new FakeClock()), watch);
    const stops = Array.from({ length: 1000 }, () => listen(watch, () => undefined));
    assert.equal(clock.timers.size, 1);
    clock.pass(hour);
    assert.equal(clock.timers.size, 1);
    for (const stop of stops) stop();
    assert.equal(clock.timers.size, 0);
    for (const stop of stops) stop();
    listen(watch, () => assert.fail('what passed while nobody watched does not count'));
    assert.equal(clock.timers.size, 1);
    clock.pass(hour);
  });

  test('does not count what passed while nobody watched', () => {
    const { clock, watch, stop } = watched();
    stop();
    clock.sleep(hour);
    listen(watch, () => assert.fail('was told'));
    clock.pass(minute);
  });

  test('does not tell who stopped meanwhile', () => {
    const clock = new FakeClock();
    const watch = new SleepWatch(clock);
    const order: string[] = [];
    listen(watch, () => {
      order.push('first');
      stop();
    });
    const stop = listen(watch, () => order.push('stopped'));
    listen(watch, () => order.push('last'));
    clock.sleep(hour);
    clock.pass(30 * second);
    assert.deepEqual(order, ['first', 'last']);
  });

  test('does not keep a process of Node alive', () => {
    const dist = (file: string): string => new URL(`../../../dist/connection/${file}.js`, import.meta.url).href;
    const program = `
      import { platformClock } from '${dist('clock')}';
      import { sleepWatch } from '${dist('sleep_watch')}';
      sleepWatch(platformClock).add({ wake: () => undefined });
    `;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { timeout: 20_000 });
    assert.equal(status, 0);
  });
});
