import type { ConnectionSettings } from '../connection/connection_settings.js';
import type { History } from './history.js';

/** For the connection of a group. When the page is put away its tab leaves the group, and the connection goes on elsewhere. */
export function groupSettings(settings: ConnectionSettings, history: History): ConnectionSettings {
  const { page, store } = settings;
  return {
    ...settings,
    signal: undefined,
    onStateChange: undefined,
    page: { ...page, freeze: false, hidden: false },
    // What tabs have got is ahead of what one of them has dealt with, and must not be told to them twice.
    store: store && {
      get: (key) => (history.end > 0 ? history.lastEventId : store.get(key)),
      set: (key, lastEventId) => store.set(key, lastEventId),
    },
  };
}

/**
 * For a connection that goes on, after this event ID, with a stream that another one began. Undefined if that would repeat a request
 * that must not be repeated.
 */
export function resumedSettings(settings: ConnectionSettings, lastEventId: string): ConnectionSettings | undefined {
  const { policy, request } = settings;
  const resumed = { ...settings, initialLastEventId: lastEventId };
  switch (policy.replay) {
    case 'always':
      return resumed;
    case 'resume-by-get':
      return lastEventId === '' ? undefined : { ...resumed, request: { ...request, method: 'GET', body: null } };
    case 'never':
      return undefined;
  }
}
