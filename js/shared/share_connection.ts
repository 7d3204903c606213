import { Connection } from '../connection/connection.js';
import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import { LazyConnection } from './lazy_connection.js';
import { type Platform, sharingPlatform } from './platform.js';
import { groupName } from './shared_key.js';

/** The `shared` option, when it is an object. */
export interface SharedOptions {
  /**
   * Tabs whose connections have the same key share them. By default a digest of the address, the method, `credentials`, the headers
   * and the body; a key is needed when the address is made by a function, or the body is neither text nor bytes.
   */
  key?: string | undefined;
}

/**
 * A connection that all tabs of the origin share which ask for the same. Where tabs cannot find each other (see `sharingPlatform`) it is
 * the caller's own.
 *
 * @throws InvalidOptionError when the request cannot be told from others without a key
 */
export function shareConnection(
  settings: ConnectionSettings,
  observer: Observer,
  options: SharedOptions = {},
  platform: Platform | undefined = sharingPlatform(),
): StreamConnection {
  const name = groupName(settings.request, options.key);
  if (platform === undefined) return new Connection(settings, observer);
  return new LazyConnection(settings, observer, async () => {
    // Whoever shares nothing does not have to load, or bundle, what sharing takes.
    const { SharedConnection } = await import('./shared_connection.js');
    return new SharedConnection(settings, observer, name, platform);
  });
}
