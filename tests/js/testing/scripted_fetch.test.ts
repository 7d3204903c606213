import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource, EventSource } from 'eventsource-wasm';
import { cutEverywhere, drop, event, Pause, reset, scriptedFetch, settle, silence } from 'eventsource-wasm/testing';

const url = 'https://example.com/stream';

describe('a scripted fetch', () => {
  test('answers one request after the other, and 204 in the end', async () => {
    const fetch = scriptedFetch([
      { body: event({ data: '1' }) },
      { status: 404, headers: { 'Content-Type': 'text/plain', 'x-a': 'b' }, body: 'gone' },
    ]);
    const first = await fetch(url, {});
    assert.equal(first.status, 200);
    assert.equal(first.url, url);
    assert.equal(first.headers.get('content-type'), 'text/event-stream');
    assert.equal(await first.text(), 'data: 1\n\n');
    const second = await fetch(url, {});
    assert.equal(second.status, 404);
    assert.deepEqual(
      [...second.headers],
      [
        ['content-type', 'text/plain'],
        ['x-a', 'b'],
      ],
    );
    assert.equal(await second.text(), 'gone');
    const third = await fetch(url, {});
    assert.equal(third.status, 204);
    assert.equal(third.headers.get('content-type'), null);
    assert.equal(fetch.openCount, 0);
  });

  test('tells of the requests', async () => {
    const fetch = scriptedFetch({ body: event({ data: '1' }) });
    const source = createEventSource({
      url,
      fetch,
      method: 'POST',
      body: '{"a":1}',
      headers: { 'X-Key': 'k' },
      initialLastEventId: '7',
    });
    const [request] = await fetch.requested(1);
    source.close();
    assert.ok(request !== undefined);
    const { method, headers, body, index } = request;
    assert.deepEqual({ method, body, index, url: request.url }, { method: 'POST', body: '{"a":1}', index: 0, url });
    assert.equal(headers.get('x-key'), 'k');
    assert.equal(headers.get('last-event-id'), '7');
    assert.equal(headers.get('accept'), 'text/event-stream');
  });

  test('reads a body of any kind', async () => {
    const fetch = scriptedFetch({});
    await fetch(url, { method: 'POST', body: new Blob(['blob']) });
    await fetch(url, { method: 'POST', body: new Blob(['stream']).stream() });
    assert.deepEqual(
      fetch.requests.map(({ body }) => body),
      ['blob', 'stream'],
    );
  });

  test('gives each step as a chunk, when it is asked for', async () => {
    const fetch = scriptedFetch({ body: cutEverywhere('data: é\n\n') });
    const { body } = await fetch(url, {});
    const reader = body?.getReader();
    assert.ok(reader !== undefined);
    assert.equal(fetch.bytesRead, 0);
    assert.deepEqual((await reader.read()).value, new Uint8Array([100]));
    assert.equal(fetch.bytesRead, 1);
    assert.equal(fetch.openCount, 1);
    await reader.cancel();
    await fetch.idle();
  });

  test('pauses until the test goes on', async () => {
    const pause = new Pause();
    const fetch = scriptedFetch([{ body: [event({ data: '1' }), pause, event({ data: '2' })] }]);
    const source = createEventSource({ url, fetch });
    const datas: unknown[] = [];
    source.on('message', ({ data }) => datas.push(data));
    await pause.reached;
    await settle();
    assert.deepEqual(datas, ['1']);
    const both = new Promise((resolve) => source.once('message', resolve));
    pause.resume();
    await both;
    assert.deepEqual(datas, ['1', '2']);
    source.close();
    await fetch.idle();
  });

  test('breaks off before an answer and within a body', async () => {
    const fetch = scriptedFetch([drop, reset, { body: ['data: 1', drop] }, { body: [reset] }]);
    await assert.rejects(fetch(url, {}), TypeError);
    await assert.rejects(fetch(url, {}), TypeError);
    const reader = (await fetch(url, {})).body?.getReader();
    assert.deepEqual((await reader?.read())?.value?.length, 7);
    await assert.rejects(async () => reader?.read(), TypeError);
    await assert.rejects((await fetch(url, {})).text(), TypeError);
    assert.equal(fetch.openCount, 0);
  });

  test('honours a signal, whenever it is aborted', async () => {
    const reason = new Error('enough');
    const pause = new Pause();
    const fetch = scriptedFetch([silence, { body: [silence] }, { body: [pause] }, () => new Promise(() => undefined)]);
    await assert.rejects(fetch(url, { signal: AbortSignal.abort(reason) }), reason);
    assert.equal(fetch.requests.length, 0);

    for (let request = 0; request < 4; request++) {
      const controller = new AbortController();
      const answer = fetch(url, { signal: controller.signal }).then((response) => response.text());
      await fetch.requested(request + 1);
      await settle();
      assert.equal(fetch.openCount, 1);
      controller.abort(reason);
      await assert.rejects(answer, reason);
      assert.equal(fetch.openCount, 0);
    }
  });

  test('may leave it to a function, which may take its time', async () => {
    const fetch = scriptedFetch(async ({ headers, index }) => {
      await settle();
      return index === 2
        ? { status: 204 }
        : () => ({ body: event({ id: `${index}`, data: String(headers.get('last-event-id')) }) });
    });
    const source = new EventSource(url, { fetch, reconnect: { when: () => 0 } });
    const datas: unknown[] = [];
    source.onmessage = ({ data }) => datas.push(data);
    await fetch.requested(3);
    await fetch.idle();
    source.close();
    assert.deepEqual(datas, ['null', '0']);
  });

  test('hands on what a function throws', async () => {
    const wrong = new Error('wrong');
    const fetch = scriptedFetch(() => Promise.reject(wrong));
    await assert.rejects(fetch(url, {}), wrong);
    assert.equal(fetch.openCount, 0);
  });

  test('follows redirects as it is told', async () => {
    const moved = { status: 302, headers: { location: '/there' } };
    const script = [moved, { body: 'x' }];
    const followed = await scriptedFetch(script)(url, {});
    assert.equal(followed.url, 'https://example.com/there');
    assert.equal(followed.redirected, true);
    const manual = await scriptedFetch(script)(url, { redirect: 'manual' });
    assert.equal(manual.status, 302);
    assert.equal(manual.headers.get('location'), '/there');
    await assert.rejects(scriptedFetch(script)(url, { redirect: 'error' }), TypeError);
    const loop = scriptedFetch(moved);
    await assert.rejects(loop(url, {}), TypeError);
    assert.equal(loop.requests.length, 21);
    const post = scriptedFetch([moved, { status: 307, headers: { location: 'https://b.example/' } }, {}]);
    await post(url, { method: 'POST', body: 'a' });
    assert.deepEqual(
      post.requests.map(({ method, body }) => [method, body]),
      [
        ['POST', 'a'],
        ['GET', ''],
        ['GET', ''],
      ],
    );
    assert.equal(post.openCount, 0);
  });
});
