import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventStreamParser } from 'eventsource-wasm';
import { comment, event, type EventFields } from 'eventsource-wasm/testing';

/** What a receiver makes of it. */
function received(text: string) {
  const events: { type: string; data: string; lastEventId: string }[] = [];
  const told: unknown[] = [];
  const parser = new EventStreamParser({
    onEvent: ({ type, data, lastEventId }) => events.push({ type, data, lastEventId }),
    onComment: (text) => told.push(text),
    onRetry: (retry) => told.push(retry),
  });
  parser.push(text);
  parser.delete();
  return { events, told };
}

describe('event', () => {
  test('is what a server would send', () => {
    assert.equal(
      event({ type: 'tick', id: '7', data: 'a\nb', retry: 10 }),
      'event: tick\nid: 7\nretry: 10\ndata: a\ndata: b\n\n',
    );
  });

  const datas = [
    '',
    ' ',
    '  two spaces',
    'a: b',
    ':',
    '\n',
    '\n\n',
    'a\n',
    '\na',
    'data: x',
    '\uFEFF',
    'é 🌊',
    '\0',
    'x'.repeat(70_000),
  ];
  for (const data of datas) {
    test(`brings the data ${JSON.stringify(data.slice(0, 20))} to the receiver`, () => {
      assert.deepEqual(received(event({ data })).events, [{ type: 'message', data, lastEventId: '' }]);
    });
  }

  test('says every line end as LF', () => {
    assert.equal(received(event({ data: 'a\r\nb\rc\nd' })).events[0]?.data, 'a\nb\nc\nd');
  });

  test('sends what is no string as JSON', () => {
    assert.equal(received(event({ data: { a: [1, null] } })).events[0]?.data, '{"a":[1,null]}');
    assert.equal(received(event({ data: 0 })).events[0]?.data, '0');
  });

  test('brings types and IDs with spaces, colons and nothing', () => {
    for (const name of [' a', 'a b', ':', 'é', 'message']) {
      assert.deepEqual(received(event({ type: name, id: name, data: '' })).events, [
        { type: name, data: '', lastEventId: name },
      ]);
    }
    assert.equal(received(event({ id: '1' }) + event({ id: '', data: 'x' })).events[0]?.lastEventId, '');
  });

  test('may have no data, and then is none', () => {
    const { events, told } = received(event({ type: 'a', retry: 5 }) + event({}));
    assert.deepEqual(events, []);
    assert.deepEqual(told, [5]);
  });

  const impossible: EventFields[] = [
    { type: 'a\nb' },
    { type: 'a\r' },
    { id: '\n' },
    { id: 'a\0' },
    { retry: -1 },
    { retry: 1.5 },
    { retry: NaN },
    { data: () => 1 },
    { data: Symbol('a') },
  ];
  for (const fields of impossible) {
    test(`refuses ${String(Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(String(value))}`))}`, () => {
      assert.throws(() => event(fields), TypeError);
    });
  }
});

test('a comment may have lines, or be empty', () => {
  assert.equal(comment(), ':\n');
  assert.equal(comment('a\r\n\nb'), ': a\n:\n: b\n');
  const { events, told } = received(comment('data: x\n') + event({ data: '1' }));
  assert.equal(events.length, 1);
  assert.deepEqual(told, ['data: x', '']);
});
