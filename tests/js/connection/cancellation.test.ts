import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cancellation } from '../../../dist/connection/cancellation.js';

function listener(log: string[], name: string): { cancelled(): void } {
  return { cancelled: () => void log.push(name) };
}

describe('a cancellation', () => {
  test('is told once, in the order in which they came, to all who listen still', () => {
    const log: string[] = [];
    const cancellation = new Cancellation();
    const gone = listener(log, 'gone');
    cancellation.listen(listener(log, 'first'));
    cancellation.listen(gone);
    cancellation.listen(listener(log, 'last'));
    cancellation.ignore(gone);
    assert.equal(cancellation.isCancelled, false);
    cancellation.cancel();
    cancellation.cancel();
    assert.equal(cancellation.isCancelled, true);
    assert.deepEqual(log, ['first', 'last']);
  });

  test('has a signal, made before or after it, and its reason', () => {
    for (const isMadeBefore of [true, false]) {
      const cancellation = new Cancellation();
      if (isMadeBefore) assert.equal(cancellation.signal.aborted, false);
      cancellation.throwIfCancelled();
      cancellation.cancel();
      assert.equal(cancellation.signal.aborted, true);
      assert.equal((cancellation.reason as Error).name, 'AbortError');
      assert.throws(
        () => {
          cancellation.throwIfCancelled();
        },
        (error) => error === cancellation.signal.reason,
      );
    }
  });

  test('is seen by the signal before it is by who listens', () => {
    const cancellation = new Cancellation();
    const { signal } = cancellation;
    let wasAborted = false;
    cancellation.listen({ cancelled: () => (wasAborted = signal.aborted) });
    cancellation.cancel();
    assert.equal(wasAborted, true);
  });
});
