import { chatClients } from './chat_clients.mjs';
import { runChats } from './chats.mjs';
import { runChromium } from './chromium.mjs';
import { runFlood } from './flood.mjs';
import { runLatency } from './latency.mjs';
import { runStorm } from './storm.mjs';
import { runStreams } from './streams.mjs';
import { chatsTables, chromiumTables, floodTables, latencyTables, stormTables, streamsTables } from './tables.mjs';

/**
 * What all cells are run with.
 * @typedef {object} Setting
 * @property {import('./helper_process.mjs').HelperProcess} server
 * @property {boolean} quick
 * @property {readonly string[]} names of the subjects
 * @property {string} node the program that runs them
 * @property {string} packageFolder where our package is taken from
 */

/**
 * @typedef {object} Cell
 * @property {string} title
 * @property {boolean} [slow] each subject takes seconds
 * @property {readonly { name: string }[]} [clients] if not those that follow streams
 * @property {(setting: Setting) => Promise<any[]>} run resolves with rows; one that failed has a `problem`
 * @property {(rows: any[]) => string[]} tables
 */

/**
 * What is measured, by its name on the command line.
 * @type {Record<string, Cell>}
 */
export const cells = {
  flood: {
    title: 'Flood: events as fast as the client takes them',
    run: runFlood,
    tables: floodTables,
  },
  latency: {
    title: 'Latency: from the write to the listener, an event every 2 ms',
    run: runLatency,
    tables: latencyTables,
  },
  streams: {
    title: 'Streams: many in one process, an event a second each',
    slow: true,
    run: runStreams,
    tables: streamsTables,
  },
  storm: {
    title: 'Storm: all streams of a process break off at once',
    slow: true,
    run: runStorm,
    tables: stormTables,
  },
  chats: {
    title: 'Chats: POST, twenty tokens and [DONE], and the end of the answer a moment later; ten at a time',
    clients: chatClients,
    run: runChats,
    tables: chatsTables,
  },
  chromium: {
    title: 'Chromium: the flood in a page',
    run: runChromium,
    tables: chromiumTables,
  },
};
