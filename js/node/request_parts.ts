import { type Cancellable, Cancellation } from '../connection/cancellation.js';
import { SignalCancellation } from './signal_cancellation.js';

export function cancellationOf({ signal }: RequestInit): Cancellable {
  return signal === null || signal === undefined ? new Cancellation() : new SignalCancellation(signal);
}

// Fetch standard, "HTTP-network-or-cache fetch", for a request that is not to be stored; and no coding, which delays events.
export const usualFields = [
  ['accept-encoding', 'identity'],
  ['cache-control', 'no-cache'],
  ['pragma', 'no-cache'],
  ['user-agent', 'node'],
] as const;
