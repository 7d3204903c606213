// One tab of many: shares the connection to /events, and keeps what it gets for whoever asks.
import { createEventSource } from 'eventsource-wasm';
import './shared_tab_face.js';

const name = new URL(location.href).searchParams.get('tab') ?? '';
const numbers: number[] = [];
const errors: string[] = [];
const waiting = new Set<() => void>();
let open: () => void;
const opened = new Promise<void>((resolve) => {
  open = resolve;
});

createEventSource({
  url: `${location.origin}/events`,
  shared: true,
  // Who leads makes the headers, so that the server knows which tab that is.
  headers: () => ({ 'x-tab': name }),
  onConnect: () => {
    open();
  },
  onMessage: ({ data }) => {
    numbers.push(Number(data));
    for (const resume of waiting) resume();
    waiting.clear();
  },
  onError: ({ code, message }) => {
    errors.push(`${code}: ${message}`);
  },
});

globalThis.sharedTab = {
  numbers,
  errors,
  opened,
  async until(number) {
    while (!numbers.includes(number)) {
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
    }
  },
};
