import { Connection } from '../connection/connection.js';
import type { ConnectionSettings } from '../connection/connection_settings.js';
import { watchPage } from '../connection/page_lifecycle.js';
import { isNode } from '../connection/platform.js';
import type { Observer, StreamConnection } from '../connection/stream_connection.js';
import type { Locks } from './membership.js';
import type { Message } from './message.js';

/** A line to the other tabs. What one of them posts comes to all others, in its order. */
export interface Channel {
  post(message: Message): void;
  close(): void;
}

/** What tabs share a connection by. */
export interface Platform {
  readonly locks: Locks;
  open(name: string, take: (message: Message) => void): Channel;
  connect(settings: ConnectionSettings, observer: Observer): StreamConnection;
  readonly watchPage: typeof watchPage;
}

/**
 * Undefined where there are no Web Locks, as in pages of insecure origins and older browsers. In Node too: its locks (24 and later) do
 * not show those of other threads, and may stay with a thread that was terminated.
 */
export function sharingPlatform(): Platform | undefined {
  if (isNode()) return undefined;
  const { navigator, crypto } = globalThis as { navigator?: { locks?: Locks }; crypto?: Crypto };
  const locks = navigator?.locks;
  if (locks === undefined || crypto === undefined || typeof BroadcastChannel === 'undefined') return undefined;
  return { locks, open, connect, watchPage };
}

export function open(name: string, take: (message: Message) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    take(data);
  };
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    close: () => {
      channel.close();
    },
  };
}

export function connect(settings: ConnectionSettings, observer: Observer): StreamConnection {
  return new Connection(settings, observer);
}
