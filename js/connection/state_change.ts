import type { ConnectionSettings } from './connection_settings.js';
import type { Effect, State } from './machine.js';
import { reportException } from './report_exception.js';
import { publish } from './runtime.js';

/** Tells the diagnostics channel and the caller of a transition. What the caller's function throws is reported, and changes nothing. */
export function tellChange(
  { onStateChange }: ConnectionSettings,
  url: string,
  from: State,
  to: State,
  effects: readonly Effect[],
): void {
  const report = effects.find((effect) => effect.type === 'report');
  const change = {
    from: from.name,
    to: to.name,
    url,
    attempt: to.attempt,
    error: report?.error,
    delay: report?.delay,
  };
  publish(change);
  try {
    onStateChange?.(change);
  } catch (exception) {
    reportException(exception);
  }
}
