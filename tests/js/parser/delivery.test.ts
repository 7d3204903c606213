import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser, EventTooLargeError, ParserStateError } from 'eventsource-wasm';
import { createParser } from 'eventsource-wasm/parser';

// What listeners may do while they are called: feed again, stop, throw. Events come in the order of the stream all the same.

function collect(maxEventSize?: number) {
  const seen: string[] = [];
  const parser = new EventStreamParser(maxEventSize === undefined ? {} : { maxEventSize });
  return { parser, seen };
}

describe('a listener that pushes', () => {
  test('gets what that yields after the rest of the chunk', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '1') parser.push('data: 4\n\n');
    });
    parser.push('data: 1\n\ndata: 2\n\ndata: 3\n\n');
    assert.deepEqual(seen, ['1', '2', '3', '4']);
  });

  test('may push on and on', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (seen.length < 10_000) parser.push(`data: ${seen.length}\n\n`);
    });
    parser.push('data: 0\n\n');
    assert.equal(seen.length, 10_000);
    assert.equal(seen.at(-1), '9999');
  });

  test('may push a chunk that makes the memory grow', () => {
    const { parser, seen } = collect();
    const long = 'x'.repeat(8 * 1024 * 1024);
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '1') parser.push(`data: ${long}\n\n`);
    });
    parser.push('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(seen, ['1', '2', long]);
  });

  test('into another parser', () => {
    const inner = collect();
    inner.parser.on('message', ({ data }) => void inner.seen.push(data));
    const outer = collect();
    outer.parser.on('message', ({ data }) => {
      outer.seen.push(data);
      inner.parser.push(`data: inner ${data}\n\n`);
    });
    outer.parser.push('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(outer.seen, ['1', '2']);
    assert.deepEqual(inner.seen, ['inner 1', 'inner 2']);
  });

  test('too large an event gives the error to the outer push, after the rest', () => {
    const { parser, seen } = collect(4);
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '1') parser.push('data: 12345\n\n');
    });
    assert.throws(() => parser.push('data: 1\n\ndata: 2\n\n'), EventTooLargeError);
    assert.deepEqual(seen, ['1', '2']);
  });
});

describe('a listener that deletes the parser', () => {
  test('is the last to be called', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '2') parser.delete();
    });
    parser.push('data: 1\n\ndata: 2\n\ndata: 3\n\n');
    assert.deepEqual(seen, ['1', '2']);
    assert.throws(() => parser.push(''), ParserStateError);
  });

  test('gets what it holds to the end', () => {
    const { parser, seen } = collect();
    parser.on('message', (event) => {
      parser.delete();
      seen.push(event.data, event.type, event.lastEventId);
    });
    parser.push('id: 1\ndata: x\n\n');
    assert.deepEqual(seen, ['x', 'message', '1']);
  });
});

test('a listener that deletes the parser hears nothing of a failure behind it', () => {
  const { parser, seen } = collect(3);
  parser.on('message', ({ data }) => {
    seen.push(data);
    parser.delete();
  });
  parser.push('data: 1\n\ndata: 12345\n\n');
  assert.deepEqual(seen, ['1']);
});

describe('a listener that resets the parser', () => {
  test('gets nothing more of the chunk', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '1') parser.reset();
    });
    parser.push('data: 1\n\ndata: 2\n\ndata: 3');
    parser.push('data: 4\n\n');
    assert.deepEqual(seen, ['1', '4']);
  });

  test('and pushes gets the new stream', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data !== '1') return;
      parser.reset();
      parser.push('data: 5\n\n');
    });
    parser.push('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(seen, ['1', '5']);
  });
});

describe('a listener that throws', () => {
  test('ends the push, and the next one goes on behind it', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (data === '2') throw new Error('from the listener');
    });
    assert.throws(() => parser.push('data: 1\n\ndata: 2\n\ndata: 3\n\n'), /from the listener/);
    assert.deepEqual(seen, ['1', '2']);
    parser.push('data: 4\n\n');
    assert.deepEqual(seen, ['1', '2', '3', '4']);
  });

  test('every time loses no event', () => {
    const { parser, seen } = collect();
    parser.on('message', ({ data }) => {
      seen.push(data);
      throw new Error('again');
    });
    assert.throws(() => parser.push('data: 1\n\ndata: 2\n\ndata: 3\n\n'), /again/);
    assert.throws(() => parser.push(''), /again/);
    assert.throws(() => parser.end(), /again/);
    assert.deepEqual(seen, ['1', '2', '3']);
  });

  test('leaves the parser usable after reset', () => {
    const { parser, seen } = collect();
    let angry = true;
    parser.on('message', ({ data }) => {
      seen.push(data);
      if (angry) throw new Error('once');
    });
    assert.throws(() => parser.push('data: 1\n\ndata: 2\n\n'), /once/);
    angry = false;
    parser.reset();
    parser.push('data: 3\n\n');
    assert.deepEqual(seen, ['1', '3']);
  });

  test('before an event that is too large keeps the error for the next call', () => {
    const { parser } = collect(4);
    parser.once('message', () => {
      throw new Error('from the listener');
    });
    assert.throws(() => parser.push('data: 1\n\ndata: 12345\n\n'), /from the listener/);
    assert.throws(() => parser.end(), EventTooLargeError);
  });
});

describe('listeners that change the listeners', () => {
  test('a listener taken off by another of the same event is still called for it, and then no more', () => {
    const { parser, seen } = collect();
    const second = () => void seen.push('second');
    parser.on('message', () => {
      seen.push('first');
      parser.off('message', second);
    });
    parser.on('message', second);
    parser.push('data\n\n');
    parser.push('data\n\n');
    assert.deepEqual(seen, ['first', 'second', 'first']);
  });

  test('a listener added during an event is called from the next one on', () => {
    const { parser, seen } = collect();
    parser.once('message', () => {
      parser.on('message', ({ data }) => void seen.push(data));
    });
    parser.push('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(seen, ['2']);
  });

  // What nobody listened to when the chunk was read never left WebAssembly.
  test('the first listener of a type counts from the next push on', () => {
    const { parser, seen } = collect();
    parser.once('add', () => {
      parser.on('remove', ({ data }) => void seen.push(data));
    });
    parser.push('event: remove\ndata: 1\n\nevent: add\ndata: 2\n\nevent: remove\ndata: 3\n\n');
    parser.push('event: remove\ndata: 4\n\n');
    assert.deepEqual(seen, ['4']);
  });

  test('nobody listens any more in the middle of a chunk', () => {
    const { parser, seen } = collect();
    parser.once('message', ({ data }) => void seen.push(data));
    parser.push('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(seen, ['1']);
  });
});

describe('createParser', () => {
  test('a callback may feed, and gets what that yields after the rest', () => {
    const seen: string[] = [];
    const parser = createParser({
      onEvent({ data }) {
        seen.push(data);
        if (data === '1') parser.feed('data: 3\n\n');
      },
    });
    parser.feed('data: 1\n\ndata: 2\n\n');
    assert.deepEqual(seen, ['1', '2', '3']);
  });

  test('a callback may reset', () => {
    const seen: string[] = [];
    const parser = createParser({
      onEvent({ data }) {
        seen.push(data);
        parser.reset();
      },
    });
    parser.feed('data: 1\n\ndata: 2\n\n');
    parser.feed('data: 3\n\n');
    assert.deepEqual(seen, ['1', '3']);
  });

  test('what a callback throws comes out of feed', () => {
    const parser = createParser({
      onComment() {
        throw new RangeError('no');
      },
    });
    assert.throws(() => parser.feed(': x\n'), RangeError);
  });
});
