import { clampDelay } from './clock.js';

/**
 * What an answer's `Retry-After` field asks for, in milliseconds; undefined when there is none that can be read.
 *
 * RFC 9110, section 10.2.3: "Retry-After = HTTP-date / delay-seconds".
 *
 * @param wallTime milliseconds since 1970
 */
export function retryAfter(headers: Headers, wallTime: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return clampDelay(Number(value) * 1000);
  const date = httpDate(value);
  if (date === undefined) return undefined;
  // Two dates of one clock: the server's may differ from ours.
  const answered = httpDate(headers.get('date') ?? '') ?? wallTime;
  return clampDelay(date - answered);
}

// RFC 9110, section 5.6.7: IMF-fixdate, and the obsolete forms of RFC 850 and asctime; all begin with the day's name.
const dayName = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i;

function httpDate(value: string): number | undefined {
  if (!dayName.test(value)) return undefined;
  // The form of asctime names no zone, and "HTTP-date [...] represents [...] UTC".
  const time = Date.parse(/GMT$/i.test(value) ? value : `${value} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
