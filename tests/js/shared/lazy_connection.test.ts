import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientDefaults, connectionSettings } from '../../../dist/connection/connection_settings.js';
import type { ConnectionOptions } from '../../../dist/connection/connection_options.js';
import { connect } from '../../../dist/shared/platform.js';
import type { Observer, StreamConnection } from '../../../dist/connection/stream_connection.js';
import { LazyConnection } from '../../../dist/shared/lazy_connection.js';
import { settled } from '../../support/virtual_clock.js';
import { LiveFeed } from './support/live_feed.js';

interface Loading {
  readonly connection: LazyConnection;
  readonly feed: LiveFeed;
  readonly data: string[];
  readonly reasons: unknown[];
  readonly loaded: () => Promise<void>;
  readonly fail: () => void;
}

function beginLoading(options: ConnectionOptions = {}): Loading {
  const feed = new LiveFeed();
  const data: string[] = [];
  const reasons: unknown[] = [];
  const settings = connectionSettings('https://feed.test/', { fetch: feed.fetch, ...options }, clientDefaults);
  const observer: Observer = {
    opened: () => undefined,
    event: (event) => {
      data.push(event.data);
    },
    failed: () => undefined,
    troubled: () => undefined,
    finished: () => undefined,
    aborted: (reason) => {
      reasons.push(reason);
    },
  };
  let resolve: (connection: StreamConnection) => void;
  let reject: (error: Error) => void;
  const load = new Promise<StreamConnection>((...functions) => {
    [resolve, reject] = functions;
  });
  return {
    connection: new LazyConnection(settings, observer, () => load),
    feed,
    data,
    reasons,
    loaded: async () => {
      resolve(connect(settings, observer));
      await settled();
    },
    fail: () => {
      reject(new Error('no network'));
    },
  };
}

test('what was asked for while it loaded is done when it has', async () => {
  const { connection, feed, data, loaded } = beginLoading({ initialLastEventId: '7' });
  assert.equal(connection.state, 'idle');
  connection.start();
  connection.pause();
  connection.restart();
  assert.deepEqual(
    [connection.state, connection.url, connection.lastEventId],
    ['connecting', 'https://feed.test/', '7'],
  );
  await loaded();
  await feed.hasOpen(1);
  feed.write('id: 8\ndata: 8\n\n');
  await settled();
  assert.deepEqual(data, []);
  connection.resume();
  await settled();
  assert.deepEqual(data, ['8']);
  assert.deepEqual([connection.state, connection.lastEventId], ['open', '8']);
  connection.close();
  assert.equal(connection.state, 'closed');
  await feed.hasOpen(0);
});

test('who closes before it is loaded asks for nothing', async () => {
  const { connection, feed, loaded } = beginLoading();
  connection.start();
  connection.close();
  await loaded();
  assert.equal(connection.state, 'closed');
  assert.equal(feed.requests.length, 0);
});

test('a signal that was aborted beforehand loads nothing', () => {
  const { connection, reasons } = beginLoading({ signal: AbortSignal.abort('no') });
  connection.start();
  assert.deepEqual(reasons, ['no']);
  assert.equal(connection.state, 'closed');
});

test('what cannot be loaded is not missed: the connection is the own one', async () => {
  const { connection, feed, data, fail } = beginLoading();
  connection.start();
  fail();
  await feed.hasOpen(1);
  feed.send(1);
  await settled();
  assert.deepEqual(data, ['1']);
  connection.close();
  await feed.hasOpen(0);
});
