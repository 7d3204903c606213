import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidOptionError } from '../../../dist/errors/invalid_option_error.js';
import { clientDefaults, connectionSettings } from '../../../dist/connection/connection_settings.js';
import type { ConnectionOptions } from '../../../dist/connection/connection_options.js';
import type { ForAttempt } from '../../../dist/connection/request.js';
import { groupName } from '../../../dist/shared/shared_key.js';
import { shareConnection } from '../../../dist/shared/share_connection.js';

interface Case extends ConnectionOptions {
  readonly url?: ForAttempt<string>;
  readonly key?: string;
}

function nameOf({ url = 'https://feed.test/', key, ...options }: Case): () => Promise<string> {
  return groupName(connectionSettings(url, options, clientDefaults).request, key);
}

const same: readonly (readonly [string, Case, Case])[] = [
  ['nothing but the address', {}, {}],
  [
    'headers in another order',
    { headers: { a: '1', b: '2' } },
    {
      headers: [
        ['B', '2'],
        ['A', '1'],
      ],
    },
  ],
  ['a method in another case', { method: 'put', body: '1' }, { method: 'PUT', body: '1' }],
  ['headers that functions make', { headers: () => ({ a: '1' }) }, { headers: () => ({ a: '2' }) }],
  ['bytes', { method: 'PUT', body: new Uint8Array([1, 2]) }, { method: 'PUT', body: new Uint8Array([1, 2]).buffer }],
  ['a key', { key: 'news', url: 'https://feed.test/1' }, { key: 'news', url: () => 'https://feed.test/2' }],
];

const different: readonly (readonly [string, Case, Case])[] = [
  ['the address', {}, { url: 'https://feed.test/other' }],
  ['the method', {}, { method: 'PUT' }],
  ['a header', { headers: { authorization: 'a' } }, { headers: { authorization: 'b' } }],
  ['the body', { method: 'PUT', body: '1' }, { method: 'PUT', body: '2' }],
  [
    'form data',
    { method: 'PUT', body: new URLSearchParams({ a: '1' }) },
    { method: 'PUT', body: new URLSearchParams() },
  ],
  ['credentials', {}, { credentials: 'include' }],
  ['the key', { key: 'news' }, { key: 'weather' }],
];

test('who asks for the same shares', async () => {
  for (const [what, one, other] of same) assert.equal(await nameOf(one)(), await nameOf(other)(), what);
});

test('who asks for something else does not', async () => {
  for (const [what, one, other] of different) assert.notEqual(await nameOf(one)(), await nameOf(other)(), what);
});

test('the name tells no secrets', async () => {
  const name = await nameOf({ url: 'https://feed.test/?token=abc', headers: { authorization: 'abc' } })();
  assert.ok(!name.includes('abc') && !name.includes('feed'), name);
});

test('what cannot be told from others needs a key', () => {
  const unclear: Case[] = [
    { url: () => 'https://feed.test/' },
    { method: 'POST', body: () => 'question' },
    { method: 'POST', body: new Blob(['question']) },
    { method: 'POST', body: new FormData() },
    { method: 'POST', body: new ReadableStream() },
  ];
  for (const options of unclear) {
    assert.throws(
      () => nameOf(options),
      (error) => error instanceof InvalidOptionError && error.option === 'shared',
    );
  }
});

test('without Web Locks the connection is the own one', async () => {
  const opened = new Promise<void>((resolve) => {
    const settings = connectionSettings('data:text/event-stream,data:%201%0A%0A', { reconnect: false }, clientDefaults);
    const connection = shareConnection(
      settings,
      {
        opened: () => {
          resolve();
        },
        event: () => undefined,
        failed: () => undefined,
        troubled: () => undefined,
        finished: () => undefined,
        aborted: () => undefined,
      },
      {},
      undefined,
    );
    connection.start();
  });
  await opened;
});
