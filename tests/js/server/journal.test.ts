import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { type Fault, type Journal, journalAnswer, journalEvent } from '../../support/server_journal.js';
import type { Answer } from '../../support/server_script.js';

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

function textOf({ steps = [] }: Answer): string {
  return Buffer.from(steps.flatMap((step) => ('bytes' in step ? step.bytes : []))).toString();
}

function events(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, index) => journalEvent(first + index).text).join('');
}

describe('a journal', () => {
  const journal: Journal = { events: 9 };

  test('is served whole, and from the event after the one that the client names', () => {
    assert.equal(textOf(journalAnswer(journal, 0, '')), events(1, 9));
    assert.equal(textOf(journalAnswer(journal, 0, '4')), events(5, 9));
    assert.equal(textOf(journalAnswer(journal, 0, '9')), '');
  });

  test('starts at the beginning for an id that is not one of its own', () => {
    for (const id of ['x', '-1', '1.5']) assert.equal(textOf(journalAnswer(journal, 0, id)), events(1, 9), id);
  });

  test('repeats as much as it is told to', () => {
    assert.equal(textOf(journalAnswer({ ...journal, overlap: 2 }, 0, '4')), events(3, 9));
    assert.equal(textOf(journalAnswer({ ...journal, overlap: 2 }, 0, '1')), events(1, 9));
  });

  test('gives each connection so many bytes, in chunks of the size that is planned', () => {
    const planned: Journal = { ...journal, plan: [{ bytes: 10, chunkSize: 4, then: 'end' }] };
    const { steps } = journalAnswer(planned, 0, '');
    assert.deepEqual(
      steps?.map((step) => ('bytes' in step ? step.bytes.length : step)),
      [4, 4, 2, { end: true }],
    );
    assert.equal(textOf(journalAnswer(planned, 1, '')), events(1, 9));
  });

  test('says with 204 that all was served', () => {
    assert.equal(journalAnswer({ ...journal, finally: 'no content' }, 0, '8').status, undefined);
    assert.equal(journalAnswer({ ...journal, finally: 'no content' }, 0, '9').status, 204);
  });

  const faults: readonly Fault[] = [
    'end',
    'destroy',
    'reset',
    'bad framing',
    'reset before the head',
    'drop before the head',
    { status: 503, retryAfter: 1 },
  ];
  for (const then of faults) {
    test(`over HTTP, after ${JSON.stringify(then)} the next connection gets the rest`, async () => {
      const target = await client.journal({ ...journal, plan: [{ bytes: 40, then }] });
      await fetch(target.url)
        .then((response) => response.text())
        .catch(() => 'failed');
      const response = await fetch(target.url, { headers: { 'last-event-id': '2' } });
      assert.equal(await response.text(), events(3, 9));
      await target.idle();
      assert.equal((await target.requests()).length, 2);
    });
  }
});
