// One tab of many: shares the connection to /events, and keeps what it gets for whoever asks.
import { clientDefaults, connectionSettings } from '../../dist/connection/connection_settings.js';
import { shareConnection } from '../../dist/shared/share_connection.js';
import './shared_tab_face.js';

const name = new URL(location.href).searchParams.get('tab') ?? '';

const numbers: number[] = [];
const troubles: string[] = [];
const waiting = new Set<() => void>();
let opened: () => void;
const isOpen = new Promise<void>((resolve) => {
  opened = resolve;
});

const settings = connectionSettings(
  `${location.origin}/events`,
  // Who leads makes the headers, so that the server knows which tab that is.
  { headers: () => ({ 'x-tab': name }), reconnect: { reconnectionTime: 10, backoff: 0 } },
  clientDefaults,
);

const connection = shareConnection(settings, {
  opened: () => {
    opened();
  },
  event: ({ data }) => {
    numbers.push(Number(data));
    for (const resume of waiting) resume();
    waiting.clear();
  },
  failed: (error) => troubles.push(error.message),
  troubled: (error) => troubles.push(error.message),
  finished: () => troubles.push('finished'),
  aborted: () => troubles.push('aborted'),
});
connection.start();

globalThis.sharedTab = {
  numbers,
  troubles,
  opened: isOpen,
  async until(number) {
    while (!numbers.includes(number)) {
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
    }
  },
  pause: () => {
    connection.pause();
  },
  resume: () => {
    connection.resume();
  },
  close: () => {
    connection.close();
  },
};
