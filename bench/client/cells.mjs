import { runFlood } from './flood.mjs';
import { floodTables } from './tables.mjs';

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
};
