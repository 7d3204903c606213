import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is too big for a work tree, and is shared by all clones. */
export function cacheFolder() {
  const configured = process.env.XDG_CACHE_HOME;
  const base = configured && isAbsolute(configured) ? configured : join(homedir(), '.cache');
  return join(base, 'eventsource-wasm');
}

/** @param {...string} parts */
export function inRepository(...parts) {
  return join(repository, ...parts);
}
