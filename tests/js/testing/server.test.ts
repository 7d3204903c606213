import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEventSource, InvalidOptionError, type ResponseError } from 'eventsource-wasm';
import { drop, event, Journal, Pause, reset, silence } from 'eventsource-wasm/testing';
import { startTestServer } from 'eventsource-wasm/testing/server';

const reconnect = { reconnectionTime: 0, backoff: 0 };

describe('a test server', () => {
  test('answers what the script says', async () => {
    const server = await startTestServer([
      { body: event({ data: '1' }) },
      { status: 418, headers: { 'x-a': 'b' }, body: 'tea' },
    ]);
    const first = await fetch(`${server.url}a?b`, { headers: { 'x-key': 'k' } });
    assert.equal(first.headers.get('content-type'), 'text/event-stream');
    assert.equal(await first.text(), 'data: 1\n\n');
    const second = await fetch(server.url, { method: 'POST', body: 'é' });
    assert.deepEqual([second.status, second.headers.get('x-a'), await second.text()], [418, 'b', 'tea']);
    assert.equal((await fetch(server.url)).status, 204);
    const [one, two] = await server.requested(2);
    assert.equal(one?.url, `${server.url}a?b`);
    assert.equal(one.headers.get('x-key'), 'k');
    assert.deepEqual([two?.method, two?.body], ['POST', 'é']);
    await server.idle();
    await server.close();
    await server.close();
    await assert.rejects(fetch(server.url), TypeError);
  });

  test('fails in every way', async () => {
    const server = await startTestServer([
      drop,
      reset,
      { body: ['data: 1', drop] },
      { body: ['data: 1', reset] },
      { status: 503 },
    ]);
    await assert.rejects(fetch(server.url), TypeError);
    await assert.rejects(fetch(server.url), TypeError);
    await assert.rejects(async () => (await fetch(server.url)).text(), TypeError);
    await assert.rejects(async () => (await fetch(server.url)).text(), TypeError);
    assert.equal((await fetch(server.url)).status, 503);
    await server.idle();
    await server.close();
  });

  test('notices that a client goes while it is silent, pauses, or waits for events', async () => {
    const journal = new Journal();
    const server = await startTestServer([silence, { body: [silence] }, { body: [new Pause()] }, journal.reply()]);
    for (let request = 1; request <= 4; request++) {
      const controller = new AbortController();
      const answer = fetch(server.url, { signal: controller.signal }).then((response) => response.text());
      await server.requested(request);
      controller.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      await server.idle();
    }
    await server.close();
  });

  test('breaks off what is open, and stays', async () => {
    const server = await startTestServer({ body: [event({ data: '1' }), silence] });
    const source = createEventSource({ url: server.url, reconnect });
    let events = 0;
    for await (const event of source) {
      assert.equal(event.data, '1');
      events += 1;
      if (events === 3) break;
      server.dropAll();
    }
    assert.equal(server.requests.length, 3);
    await server.idle();
    await server.close();
  });

  test('says what is wrong with a script', async () => {
    const server = await startTestServer(() => {
      throw new Error('no such thing');
    });
    const error = await createEventSource({
      url: server.url,
      reconnect: false,
      onError: () => undefined,
      onMessage: () => undefined,
    }).closed;
    assert.equal((error as ResponseError).status, 500);
    assert.match((error as ResponseError).body ?? '', /no such thing/);
    await server.close();
  });

  test('lets pages of other origins in', async () => {
    const server = await startTestServer({});
    const preflight = await fetch(server.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://a.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-a',
      },
    });
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'x-a');
    const { headers } = await fetch(server.url, { headers: { origin: 'https://a.example' } });
    assert.equal(headers.get('access-control-allow-origin'), 'https://a.example');
    assert.equal(server.requests.length, 1);
    await server.close();
  });

  test('ends by itself', async () => {
    const server = await startTestServer(silence, { lifetime: 1 });
    await assert.rejects(fetch(server.url), TypeError);
    for (const lifetime of [0, -1, NaN, 2 ** 31]) {
      await assert.rejects(startTestServer({}, { lifetime }), InvalidOptionError);
    }
  });
});

describe('a journal', () => {
  test('gives each client what it does not have, through faults', async () => {
    const journal = new Journal({ data: 'a' }, { data: 'b' }, { data: 'c' }, { type: 'd', data: 'd' });
    const server = await startTestServer([
      journal.reply({ count: 1, then: drop, retry: 0 }),
      journal.reply({ count: 0, then: reset }),
      { status: 503 },
      journal.reply({ count: 1 }),
      { status: 307, headers: { location: '/there' } },
      journal.reply({ overlap: 1 }),
    ]);
    const source = createEventSource({ url: server.url, reconnect });
    const received: [string, unknown][] = [];
    for await (const { lastEventId, data } of source) {
      received.push([lastEventId, data]);
      if (lastEventId === '4') assert.equal(journal.append({ data: 'e' }), '5');
      if (lastEventId === '5') break;
    }
    assert.deepEqual(received, [
      ['1', 'a'],
      ['2', 'b'],
      ['2', 'b'],
      ['3', 'c'],
      ['4', 'd'],
      ['5', 'e'],
    ]);
    assert.equal(journal.lastEventId, '5');
    await server.idle();
    await server.close();
  });

  test('ends for who has everything', async () => {
    const journal = new Journal({ data: 'a' });
    const server = await startTestServer(journal.reply());
    const source = createEventSource({ url: server.url, reconnect, onMessage: () => journal.end() });
    assert.equal(((await source.closed) as ResponseError).status, 204);
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.get('last-event-id')),
      [null, '1'],
    );
    await server.close();
  });

  test('begins anew for who names what was never there', async () => {
    const journal = new Journal({ data: 'a' });
    journal.end();
    const server = await startTestServer(journal.reply());
    for (const id of ['2', '0', '01', 'x', '']) {
      assert.equal(await (await fetch(server.url, { headers: { 'last-event-id': id } })).text(), 'id: 1\ndata: a\n\n');
    }
    await server.close();
  });
});
