import type { RequestSettings } from '../connection/request.js';
import { InvalidOptionError } from '../errors/invalid_option_error.js';

/** Tabs of one origin may hold different versions of this package: a change of what they say to each other is a change of this. */
const prefix = 'eventsource-wasm 1';

/**
 * The name of the group of tabs that share a connection. Other scripts of the origin can see it, so it is no more than a digest of what is
 * asked for: of the address, the method, the headers and the body.
 *
 * @throws InvalidOptionError when the request cannot be told from others without a key
 */
export function groupName(request: RequestSettings, key: string | undefined): () => Promise<string> {
  if (key !== undefined) return () => Promise.resolve(`${prefix} key ${key}`);
  const description = describe(request);
  return async () => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(description));
    return `${prefix} ${toHex(new Uint8Array(digest))}`;
  };
}

function describe({ url, method, headers, body, init }: RequestSettings): string {
  requireKeyUnless(typeof url !== 'function', 'url', 'is made by a function');
  // What such a function makes is who is asking, and that is the same in all tabs.
  const fields = typeof headers === 'function' ? 'made for each attempt' : [...new Headers(headers)];
  return JSON.stringify([String(url), method, init.credentials, fields, describeBody(body)]);
}

function describeBody(body: RequestSettings['body']): string | null {
  if (body === null || typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (ArrayBuffer.isView(body)) return toHex(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  requireKeyUnless(body instanceof ArrayBuffer, 'body', 'is neither text nor bytes');
  return toHex(new Uint8Array(body));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function requireKeyUnless(condition: boolean, option: string, problem: string): asserts condition {
  if (condition) return;
  throw new InvalidOptionError('shared', `give a key, as { key: 'news' }, because \`${option}\` ${problem}`);
}
