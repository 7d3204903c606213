import type { Cancellable } from '../connection/cancellation.js';
import type { IncomingBody } from '../connection/incoming_body.js';
import { mimeTypeEssence } from '../connection/mime_type.js';
import { eventStreamType } from '../connection/response_check.js';
import { EventStreamAnswer, fieldOf } from './event_stream_answer.js';
import type { Head } from './http_head.js';
import { HttpExchange } from './http_exchange.js';
import { cancellationOf, usualFields } from './request_parts.js';
import { toHeaders, toResponse } from './response.js';

// RFC 9110, sections 5.6.2 (token) and 5.5.
const token = /^[!#$%&'*+\-.^_`|~\w]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fields that say something of the connection, or of where a message ends. */
const ofTheConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Asks by HTTP/1.1 over TCP; undefined for a request that may need more than that.
 *
 * @param cancellation of a connection of this package; undefined for who else asks
 */
export function askPlainly(
  url: URL,
  init: RequestInit,
  cancellation: Cancellable | undefined,
): Promise<Response> | undefined {
  const { method = 'GET', body } = init;
  const hasBody = body !== undefined && body !== null;
  if (url.protocol !== 'http:' || (method === 'GET' ? hasBody : method !== 'POST')) return undefined;
  if (hasBody && typeof body !== 'string') return undefined;
  const fields = fieldsOf(init.headers);
  for (const name of fields.keys()) if (ofTheConnection.has(name)) return undefined;
  const isShown = cancellation === undefined || (init.signal !== undefined && init.signal !== null);
  return ask(url, init, fields, cancellation ?? cancellationOf(init), isShown);
}

async function ask(
  url: URL,
  { method = 'GET', body: text, redirect }: RequestInit,
  fields: Map<string, string>,
  cancellation: Cancellable,
  isShown: boolean,
): Promise<Response> {
  cancellation.throwIfCancelled();
  url.hash = '';
  const body = typeof text === 'string' ? encoder.encode(text) : undefined;
  if (body !== undefined && !fields.has('content-type')) fields.set('content-type', 'text/plain;charset=UTF-8');
  if (method === 'POST') fields.set('content-length', String(body?.length ?? 0));
  const head = requestHead(url, method, fields);
  return new Promise((resolve, reject) => {
    const responseOf = (answer: Head, incoming: IncomingBody | undefined): Response =>
      !isShown && incoming !== undefined && isUncodedStream(answer)
        ? (new EventStreamAnswer(url.href, answer, incoming) as unknown as Response)
        : toResponse(url.href, redirect, { ...answer, headers: toHeaders(answer.fields), body: incoming });
    new HttpExchange(cancellation, { resolve, reject, responseOf }).ask(url, head, body);
  });
}

const encoder = new TextEncoder();

function isUncodedStream({ status, fields }: Head): boolean {
  if (status !== 200 || fieldOf(fields, 'content-encoding') !== null) return false;
  return mimeTypeEssence(fieldOf(fields, 'content-type')) === eventStreamType;
}

/** @throws TypeError for a field that cannot be sent */
function requestHead(url: URL, method: string, fields: Map<string, string>): string {
  for (const [name, usual] of usualFields) if (!fields.has(name)) fields.set(name, usual);
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: keep-alive\r\n`;
  for (const [name, text] of fields) {
    if (!token.test(name) || !value.test(text)) throw new TypeError(`The header "${name}" cannot be sent`);
    head += `${name}: ${text}\r\n`;
  }
  return `${head}\r\n`;
}

/** By their names in lower case. A connection has its own in an object, so that no `Headers` need be made. */
function fieldsOf(init: HeadersInit | undefined): Map<string, string> {
  if (init === undefined) return new Map();
  const isIterable = Symbol.iterator in init;
  const entries = isIterable ? new Headers(init) : Object.entries(init);
  return new Map([...entries].map(([name, text]) => [name.toLowerCase(), text]));
}
