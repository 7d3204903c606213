import type { StateChange } from './connection_options.js';

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

interface Platform {
  process?: { getBuiltinModule?: (name: string) => { channel(name: string): Channel } | undefined };
}

/** Node's channel of this name gets a `StateChange` for every transition of every connection. */
export const stateChannel = 'eventsource-wasm:state';

let channel: Channel | null | undefined;

export function publish(change: StateChange): void {
  channel ??= findChannel();
  if (channel?.hasSubscribers === true) channel.publish(change);
}

function findChannel(): Channel | null {
  const { process } = globalThis as Platform;
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(stateChannel) ?? null;
}
