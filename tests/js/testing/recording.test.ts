import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource } from 'eventsource-wasm';
import {
  chunksOf,
  drop,
  event,
  Pause,
  recordingFetch,
  replayFetch,
  scriptedFetch,
  silence,
  TestClock,
} from 'eventsource-wasm/testing';

const url = 'https://example.com/';
const text = event({ id: '1', data: 'é\n🌊' }) + event({ id: '2', data: '2' });

async function chunksFrom(response: Response): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk).toString('hex'));
  return chunks;
}

describe('a recording', () => {
  test('has the answers with their chunks, and is replayed with the same', async () => {
    const script = [
      { headers: { 'x-a': 'b', 'set-cookie': 'secret' }, body: chunksOf(text, 5) },
      { body: [text, drop] },
      { status: 503, headers: { 'content-type': null, 'retry-after': '1' } },
    ];
    const fetch = recordingFetch({ fetch: scriptedFetch(script) });
    const played = await chunksFrom(await fetch(url, {}));
    await assert.rejects(async () => (await fetch(url, {})).text());
    await (await fetch(url, {})).text();
    assert.doesNotMatch(fetch.text(), /secret/);

    for (const recording of [fetch.text(), fetch.lines]) {
      const replay = replayFetch(recording);
      const first = await replay(url, {});
      assert.equal(first.headers.get('x-a'), 'b');
      assert.deepEqual(await chunksFrom(first), played);
      const second = (await replay(url, {})).body?.getReader();
      assert.equal(Buffer.from((await second?.read())?.value ?? []).toString(), text);
      await assert.rejects(async () => second?.read());
      const third = await replay(url, {});
      assert.equal(third.status, 503);
      assert.deepEqual([...third.headers], [['retry-after', '1']]);
      assert.equal((await replay(url, {})).status, 204);
    }
  });

  test('has times, and is replayed at the pace that is asked for', async () => {
    const clock = new TestClock();
    const pause = new Pause();
    const fetch = recordingFetch({
      fetch: scriptedFetch({ body: [event({ data: '1' }), pause, event({ data: '2' }), silence] }),
      clock,
    });
    const reader = (await fetch(url, {})).body?.getReader();
    await reader?.read();
    const more = reader?.read();
    await pause.reached;
    await clock.advance(1500);
    pause.resume();
    await more;
    await reader?.cancel();
    assert.deepEqual(
      fetch.lines.map(({ at }) => at),
      [0, 0, 1500],
    );

    for (const [speed, milliseconds] of [
      [1, 1500],
      [10, 150],
    ] as const) {
      const replayClock = new TestClock();
      const replay = replayFetch(fetch.text(), { speed, clock: replayClock });
      const source = createEventSource({ url, fetch: replay });
      const received: [unknown, number][] = [];
      const both = new Promise<void>((resolve) => {
        source.on('message', ({ data }) => {
          received.push([data, replayClock.now()]);
          if (received.length === 2) resolve();
        });
      });
      await replayClock.hasTimer(milliseconds);
      await replayClock.next();
      await both;
      assert.deepEqual(received, [
        ['1', 0],
        ['2', milliseconds],
      ]);
      // It had not ended when the recording did.
      assert.equal(replay.openCount, 1);
      source.close();
      await replay.idle();
    }
  });

  test('tells of its lines as they come, and knows where it came from', async () => {
    const told: number[] = [];
    const clock = new TestClock();
    const fetch = recordingFetch({ fetch: scriptedFetch({ body: 'x' }), clock, onLine: ({ at }) => told.push(at) });
    const response = await fetch(url, {});
    assert.equal(response.url, url);
    assert.equal(told.length, 1);
    await response.text();
    assert.equal(told.length, 3);
  });

  test('of another kind, or another speed, is refused', () => {
    assert.throws(() => replayFetch('data: 1\n\n'), { name: 'SyntaxError', message: /Line 1/ });
    for (const speed of [0, -1, NaN]) assert.throws(() => replayFetch('', { speed }), RangeError);
  });
});
