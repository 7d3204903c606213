import { openBrowser } from './browser_runtime.mjs';
import { openBun, openDeno, openNode } from './server_runtime.mjs';

/**
 * Where the bench is run.
 * @typedef {object} Runtime
 * @property {string} label with the version
 * @property {(part: string, options: { quick: boolean, time: number }) => Promise<any>} measure in a fresh process or page
 * @property {() => Promise<void>} close
 */

/** @type {Record<string, () => Promise<Runtime>>} */
export const runtimes = {
  node20: () => openNode(20),
  node22: () => openNode(22),
  node24: () => openNode(24),
  node26: () => openNode(26),
  chromium: () => openBrowser('chromium'),
  firefox: () => openBrowser('firefox'),
  bun: openBun,
  deno: openDeno,
};

/** The Node that this runs in. */
export const thisRuntime = () => openNode();
