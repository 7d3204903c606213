import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ConnectionOptions, EventSourceOptions } from 'eventsource-wasm';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { VirtualClock } from '../../support/virtual_clock.js';
import { Run } from './run.js';

/** What a test of the policy gets: a server with faults, a clock that stands still, and streams that are closed afterwards. */
export class PolicyContext {
  readonly clock = new VirtualClock();
  readonly server: ServerClient;
  readonly #runs: Run[] = [];

  constructor(server: ServerClient) {
    this.server = server;
  }

  /** @param onMessage holds back what follows until its promise is fulfilled */
  open(url: EventSourceOptions['url'], options: ConnectionOptions = {}, onMessage?: () => Promise<void>): Run {
    const run = new Run(url, this.clock, { page: false, ...options }, onMessage);
    this.#runs.push(run);
    return run;
  }

  /** Whatever became of the streams, no timer is left of them once they are closed. */
  async end(): Promise<void> {
    for (const run of this.#runs) run.close();
    await this.server.finish();
    assert.deepEqual(this.clock.timers, [], 'timers that are set when all is closed');
  }
}

/** Like `test`, for the tests of a file: they share a server. */
export function policyTests(): (name: string, run: (context: PolicyContext) => Promise<void>) => void {
  let server: TestServer;
  let client: ServerClient;

  before(async () => {
    server = await startServer();
    client = await ServerClient.connect(server.origin);
  });
  after(() => server.close());

  return (name, run) => {
    test(name, { timeout: 20_000 }, async () => {
      const context = new PolicyContext(client);
      try {
        await run(context);
      } finally {
        await context.end();
      }
    });
  };
}
