import { join } from 'node:path';
import { build } from 'esbuild';
import { buildTests } from '../../scripts/build/tests.mjs';
import { installBrowsers } from '../../scripts/setup/browsers.mjs';
import { ChromiumPage } from './chromium_page.mjs';
import { pageFaces } from './page_faces.mjs';
import { median } from '../parsing/statistics.mjs';

const writes = [1, 10, 50];

/**
 * The flood in pages of Chromium, one for each face.
 *
 * @param {import('./cells.mjs').Setting} setting
 * @returns {Promise<object[]>} a row for each size of a write and face: microseconds an event
 */
export async function runChromium({ server, quick, packageFolder }) {
  const events = quick ? 3_000 : 20_000;
  const rounds = quick ? 2 : 5;
  const { url } = await server.ask('page', { script: await bundle(packageFolder) });
  const { browser, stop } = await startChromium();
  try {
    const system = await browser.target().createCDPSession();
    const pages = await Promise.all(Object.keys(pageFaces).map((face) => openFace(browser, face, url)));
    const rows = [];
    for (const eventsPerWrite of writes) {
      const costs = pages.map(() => /** @type {Cost[]} */ ([]));
      // The first round warms up.
      for (let round = 0; round <= rounds; round++) {
        const flood = await server.ask('flood', { input: 'OpenAI chat', events, eventsPerWrite, seed: round + 1 });
        for (let turn = 0; turn < pages.length; turn++) {
          const index = (turn + round) % pages.length;
          const cost = await measure(pages[index], flood, system);
          if (round > 0 && cost !== undefined) costs[index]?.push(cost);
        }
      }
      pages.forEach(({ face, problem }, index) => {
        /** @param {keyof Cost} clock */
        const of = (clock) => median((costs[index] ?? []).map((cost) => cost[clock] / events));
        const cost = problem === '' ? { wall: of('wall'), mainThread: of('mainThread'), cpu: of('cpu') } : { problem };
        rows.push({ eventsPerWrite, subject: face, ...cost });
      });
    }
    return rows;
  } finally {
    await stop();
  }
}

/**
 * Microseconds.
 * @typedef {object} Cost
 * @property {number} wall
 * @property {number} mainThread CPU time of the page's own thread in tasks
 * @property {number} cpu of all of the browser's processes
 */

/** The program that drives browsers is compiled with the tests. */
async function startChromium() {
  await installBrowsers();
  await buildTests();
  const { startBrowser } = await import('../../build/tests/browser/browser_process.js');
  return startBrowser('chromium');
}

/** @param {string} packageFolder */
async function bundle(packageFolder) {
  const { outputFiles } = await build({
    entryPoints: [join(packageFolder, 'dist', 'index.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text;
}

/**
 * A page in which one face is measured; when that fails, `problem` says why.
 *
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} face
 * @param {string} url
 */
async function openFace(browser, face, url) {
  return { face, page: await ChromiumPage.open(browser, `${url}#${encodeURIComponent(face)}`), problem: '' };
}

/**
 * @param {Awaited<ReturnType<typeof openFace>>} opened
 * @param {any} flood
 * @param {import('puppeteer-core').CDPSession} system
 * @returns {Promise<Cost | undefined>}
 */
async function measure(opened, flood, system) {
  if (opened.problem) return undefined;
  const { page, face } = opened;
  try {
    await page.bringToFront();
    const [taskBefore, cpuBefore] = [await page.taskTime(), await processTime(system)];
    const reading = await page.run(pageFaces[face], flood);
    const [taskAfter, cpuAfter] = [await page.taskTime(), await processTime(system)];
    if (reading.bytes !== flood.bytes && (reading.events !== flood.events || reading.characters !== flood.characters)) {
      throw new Error(`got ${reading.events} of ${flood.events} events`);
    }
    return { wall: reading.wall * 1e3, mainThread: taskAfter - taskBefore, cpu: cpuAfter - cpuBefore };
  } catch (error) {
    opened.problem = error.message.split('\n')[0];
    return undefined;
  }
}

/**
 * @param {import('puppeteer-core').CDPSession} system
 * @returns {Promise<number>} microseconds of CPU time, of all processes
 */
async function processTime(system) {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1e6;
}
