import { after, before, describe, test } from 'node:test';
import { startServer, type TestServer } from '../../support/server.js';
import { ServerClient } from '../../support/server_client.js';
import { nodeEnvironment } from '../event_source/node_environment.js';
import { runCase } from '../event_source/run_case.js';
import { clientSuite } from './suite.js';

let server: TestServer;
let client: ServerClient;

before(async () => {
  server = await startServer();
  client = await ServerClient.connect(server.origin);
});

after(() => server.close());

for (const [theme, cases] of Object.entries(clientSuite)) {
  describe(theme, () => {
    for (const [name, run] of Object.entries(cases)) test(name, () => runCase(run, client, nodeEnvironment));
  });
}
