import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Answer } from './server_script.js';

/** Plays one answer. Resolves when its steps are done, or when the client has gone. */
export async function play(
  answer: Answer,
  request: IncomingMessage,
  response: ServerResponse,
  released: () => Promise<void>,
): Promise<void> {
  const { socket } = request;
  switch (answer.instead) {
    case 'silence':
      return;
    case 'drop':
      socket.destroy();
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case undefined:
  }
  const body = answer.raw === undefined ? new HttpBody(response, answer.gzip === true) : new RawBody(socket);
  if (answer.raw === undefined) writeHead(answer, request, response);
  else await writeRawHead(answer, request, released);
  for (const step of answer.steps ?? []) {
    if (response.destroyed || socket.destroyed) return;
    if ('write' in step) await body.write(Buffer.from(step.write));
    else if ('bytes' in step) await body.write(Buffer.from(step.bytes));
    else if ('pause' in step) await delay(step.pause);
    else if ('wait' in step) await released();
    else if ('end' in step) body.end();
    else if ('cut' in step) body.cut();
    else if ('reset' in step) socket.resetAndDestroy();
    else response.destroy();
  }
}

export function corsFields(request: IncomingMessage, cors: Answer['cors'] = 'reflect'): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || cors === 'none') return {};
  if (cors === 'any') return { 'access-control-allow-origin': '*' };
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' };
}

interface Body {
  /** Resolves when the chunk has been handed to the system, or the client has gone. */
  write(chunk: Buffer): Promise<void>;
  end(): void;
  /** Ends without what compression would have to say yet. */
  cut(): void;
}

/** Framed by Node, and compressed if wanted. */
class HttpBody implements Body {
  readonly #response: ServerResponse;
  readonly #gzip: Gzip | undefined;

  constructor(response: ServerResponse, compressed: boolean) {
    this.#response = response;
    this.#gzip = compressed ? createGzip() : undefined;
    this.#gzip?.pipe(response);
  }

  async write(chunk: Buffer): Promise<void> {
    const gzip = this.#gzip;
    if (gzip === undefined) return written(this.#response, chunk);
    gzip.write(chunk);
    await new Promise<void>((resolve) => {
      gzip.flush(resolve);
    });
  }

  end(): void {
    (this.#gzip ?? this.#response).end();
  }

  cut(): void {
    this.#gzip?.unpipe(this.#response);
    this.#response.end();
  }
}

/** Bytes as they are. */
class RawBody implements Body {
  readonly #socket: Writable;

  constructor(socket: Writable) {
    this.#socket = socket;
  }

  write(chunk: Buffer): Promise<void> {
    return written(this.#socket, chunk);
  }

  end(): void {
    this.#socket.end();
  }

  cut(): void {
    this.end();
  }
}

function written(stream: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    stream.write(chunk, () => {
      resolve();
    });
  });
}

function headFields(answer: Answer, request: IncomingMessage): [string, string][] {
  const fields: Record<string, string | null> = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    ...corsFields(request, answer.cors),
    ...(answer.gzip === true ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  };
  return Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function writeHead(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of headFields(answer, request)) response.setHeader(name, value);
  response.flushHeaders();
}

async function writeRawHead(answer: Answer, request: IncomingMessage, released: () => Promise<void>): Promise<void> {
  const fields = headFields(answer, request).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`HTTP/1.1 ${answer.status ?? 200} As it is\r\n${fields.join('')}\r\n`);
  const pieces = typeof answer.raw === 'object' ? answer.raw.pieces : 1;
  const size = Math.ceil(head.length / pieces);
  for (let begin = 0; begin < head.length; begin += size) {
    if (begin > 0) await released();
    if (request.socket.destroyed) return;
    await written(request.socket, head.subarray(begin, begin + size));
  }
}
