import type { StreamEvent } from '../parser/stream_item.js';

/** When a stream has come to its end. */
export interface FinishRules {
  /** Whether the end of the body is. */
  readonly end: boolean;
  /** Data that mean it, compared whole. */
  readonly data: readonly string[];
  /** Types of events that mean it. */
  readonly event: readonly string[];
}

/** The `finishOn` option. */
export type FinishOn =
  | 'end'
  | {
      /** The server ends the body properly. False by default. */
      end?: boolean | undefined;
      /** An event whose data are exactly this, as `[DONE]`. It is not delivered. */
      data?: string | readonly string[] | undefined;
      /** An event of this type, as `message_stop`. It is delivered. */
      event?: string | readonly string[] | undefined;
    };

const never: FinishRules = { end: false, data: [], event: [] };

export function finishRules(finishOn?: FinishOn): FinishRules {
  if (finishOn === undefined) return never;
  const { end = false, data = [], event = [] } = finishOn === 'end' ? { end: true } : finishOn;
  return { end, data: listOf(data), event: listOf(event) };
}

function listOf(values: string | readonly string[]): readonly string[] {
  return typeof values === 'string' ? [values] : [...values];
}

/** Whether the event is one that only says that the stream has come to its end. */
export function isSentinel(rules: FinishRules, { data }: StreamEvent): boolean {
  return rules.data.includes(data);
}

/** Whether the event is the last one. */
export function isTerminal(rules: FinishRules, { type }: StreamEvent): boolean {
  return rules.event.includes(type);
}
