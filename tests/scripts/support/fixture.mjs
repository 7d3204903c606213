import { fileURLToPath } from 'node:url';

/** @param {string} name */
export function fixture(name) {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}
