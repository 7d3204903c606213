import { UsageError } from './usage_error.js';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration as `30`, `1.5s`, `500ms`, `2m` or `1h`; without a unit these are seconds.
 *
 * @throws UsageError
 */
export function parseDuration(option: string, text: string): number {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const duration = Number(number) * (milliseconds[unit] ?? Number.NaN);
  if (number !== '' && duration >= 1) return duration;
  throw new UsageError(`--${option} takes a time as 30, 1.5s, 500ms or 2m, got "${text}"`);
}
