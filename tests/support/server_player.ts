import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Answer, Step } from './server_script.js';

/** Plays one answer. Resolves when its steps are done, or when the client has gone. */
export async function play(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  released: () => Promise<void>,
): Promise<void> {
  if (answer.instead === 'silence') return;
  if (answer.instead === 'drop') {
    request.socket.destroy();
    return;
  }
  writeHead(answer, request, response);
  const gzip = answer.gzip === true ? createGzip() : undefined;
  gzip?.pipe(response);
  for (const step of answer.steps ?? []) {
    if (response.destroyed) return;
    await perform(step, response, gzip, released);
  }
}

export function corsFields(request: IncomingMessage, cors: Answer['cors'] = 'reflect'): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || cors === 'none') return {};
  if (cors === 'any') return { 'access-control-allow-origin': '*' };
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' };
}

function writeHead(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  const fields: Record<string, string | null> = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    ...corsFields(request, answer.cors),
    ...(answer.gzip === true ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  };
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of Object.entries(fields)) if (value !== null) response.setHeader(name, value);
  response.flushHeaders();
}

async function perform(
  step: Step,
  response: ServerResponse,
  gzip: Gzip | undefined,
  released: () => Promise<void>,
): Promise<void> {
  if ('write' in step) await write(response, gzip, Buffer.from(step.write));
  else if ('bytes' in step) await write(response, gzip, Buffer.from(step.bytes));
  else if ('pause' in step) await delay(step.pause);
  else if ('wait' in step) await released();
  else if ('end' in step) (gzip ?? response).end();
  else response.destroy();
}

/** Resolves when the chunk has been handed to the system, or the client has gone. */
async function write(response: ServerResponse, gzip: Gzip | undefined, chunk: Buffer): Promise<void> {
  if (gzip === undefined) {
    await new Promise((resolve) => response.write(chunk, resolve));
    return;
  }
  gzip.write(chunk);
  await new Promise<void>((resolve) => {
    gzip.flush(resolve);
  });
}
