import { InvalidOptionError } from '../errors/invalid_option_error.js';
import type { Script } from './script.js';
import { TestServer } from './test_server.js';

export type { TestServer };

export interface TestServerOptions {
  /** Milliseconds after which the server closes whatever happens, so that no test leaves one behind; 60000 by default. */
  readonly lifetime?: number | undefined;
}

/**
 * Starts a server on the loopback interface, at a port that is free, which answers as the script says.
 *
 * @throws InvalidOptionError for a lifetime that is no number of milliseconds above 0
 */
export async function startTestServer(
  script: Script,
  { lifetime = 60_000 }: TestServerOptions = {},
): Promise<TestServer> {
  if (!(lifetime > 0 && lifetime < 2 ** 31)) {
    throw new InvalidOptionError('lifetime', `expected milliseconds from 1 to 2^31 - 1, got ${lifetime}`);
  }
  return TestServer.start(script, lifetime);
}
