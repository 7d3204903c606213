import type { ErrorCode, EventSourceError } from '../errors/event_source_error.js';

export const exitCode = {
  finished: 0,
  usage: 1,
  lost: 2,
  answer: 3,
  timeout: 4,
  output: 5,
  tooLarge: 6,
  interrupted: 130,
  terminated: 143,
} as const;

const byErrorCode: Partial<Record<ErrorCode, number>> = {
  ERR_SSE_STATUS: exitCode.answer,
  ERR_SSE_NO_CONTENT: exitCode.answer,
  ERR_SSE_CONTENT_TYPE: exitCode.answer,
  ERR_SSE_REDIRECT: exitCode.answer,
  ERR_SSE_URL: exitCode.usage,
  ERR_SSE_CONNECT_TIMEOUT: exitCode.timeout,
  ERR_SSE_IDLE_TIMEOUT: exitCode.timeout,
  ERR_SSE_DEADLINE: exitCode.timeout,
  ERR_SSE_STORE: exitCode.output,
  ERR_SSE_EVENT_TOO_LARGE: exitCode.tooLarge,
  ERR_SSE_OUT_OF_MEMORY: exitCode.tooLarge,
};

/** What a program says whose connection failed for good. */
export function exitCodeOf({ code }: EventSourceError): number {
  return byErrorCode[code] ?? exitCode.lost;
}
