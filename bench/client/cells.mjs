import { runChromium } from './chromium.mjs';
import { runFlood } from './flood.mjs';
import { runLatency } from './latency.mjs';
import { runStorm } from './storm.mjs';
import { runStreams } from './streams.mjs';
import { chromiumTables, floodTables, latencyTables, stormTables, streamsTables } from './tables.mjs';

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
 * What is measured, by its name on the command line.
 * @type {Record<string, { title: string, run: (setting: Setting) => Promise<any[]>, tables: (rows: any[]) => string[] }>}
 */
export const cells = {
  flood: { title: 'Flood: events as fast as the client takes them', run: runFlood, tables: floodTables },
  latency: { title: 'Latency: from write to listener, an event every 2 ms', run: runLatency, tables: latencyTables },
  streams: { title: 'Streams: an event a second each, in one process', run: runStreams, tables: streamsTables },
  storm: { title: 'Storm: all streams break off at once', run: runStorm, tables: stormTables },
  chromium: { title: 'Chromium: the flood in a page', run: runChromium, tables: chromiumTables },
};
