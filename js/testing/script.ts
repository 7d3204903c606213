import type { Text } from './chunks.js';
import type { Pause } from './pause.js';

/** What goes wrong, within a body or instead of an answer. */
export interface Fault {
  readonly fault: 'silence' | 'drop' | 'reset';
}

/** Nothing more comes, and nothing ends: what a client sees of a server that has vanished. As a reply, no answer comes at all. */
export const silence: Fault = { fault: 'silence' };

/** The connection breaks off: within a body, or as a reply, before the answer. */
export const drop: Fault = { fault: 'drop' };

/** The same by a TCP reset, where there is TCP. */
export const reset: Fault = { fault: 'reset' };

/** One thing that happens in the course of a body. */
export type Step =
  /** A chunk of its own. */
  | Text
  /** Nothing comes until the test says so. */
  | Pause
  | Fault;

/** An answer. */
export interface Answer {
  /** 200 unless given. */
  readonly status?: number | undefined;
  /** `content-type: text/event-stream` is there unless it is overridden; null takes it away. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
  /** After the last step the body ends. None unless given. */
  readonly body?: Text | Iterable<Step> | AsyncIterable<Step> | undefined;
}

/** What a request brings: an answer, no answer, or what a function makes of the request. */
export type Reply = Answer | Fault | ((request: ScriptedRequest) => Reply | Promise<Reply>);

/**
 * A list: the first reply is for the first request, and so on; what comes after the last one is answered with 204, which ends every
 * client that follows the standard. A single reply is for every request.
 */
export type Script = Reply | readonly Reply[];

/** A request as it came. */
export interface ScriptedRequest {
  /** How many came before. */
  readonly index: number;
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** As text; empty when there is none. */
  readonly body: string;
}

/** The reply as such, after all functions have been asked. */
export async function replyTo(
  script: Script,
  request: ScriptedRequest,
): Promise<Exclude<Reply, (...args: never) => unknown>> {
  let reply = isList(script) ? (script[request.index] ?? noContent) : script;
  while (typeof reply === 'function') reply = await reply(request);
  return reply;
}

const noContent: Answer = { status: 204, headers: { 'content-type': null } };

function isList(script: Script): script is readonly Reply[] {
  return Array.isArray(script);
}

export function isFault(step: Step | Answer): step is Fault {
  return typeof step === 'object' && 'fault' in step;
}

export function headFields({ headers = {} }: Answer): [string, string][] {
  const given = Object.entries(headers);
  const hasType = given.some(([name]) => name.toLowerCase() === 'content-type');
  return [...(hasType ? [] : [['content-type', 'text/event-stream'] as const]), ...given].flatMap(
    ([name, value]): [string, string][] => (value === null ? [] : [[name, value]]),
  );
}

/** A body's steps one after the other. */
export async function* stepsOf({ body = [] }: Answer): AsyncGenerator<Step, void, undefined> {
  if (typeof body === 'string' || body instanceof Uint8Array) yield body;
  else yield* body;
}
