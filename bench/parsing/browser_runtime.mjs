import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { buildTests } from '../../scripts/build/tests.mjs';
import { installBrowsers } from '../../scripts/setup/browsers.mjs';
import { inRepository } from '../../scripts/setup/paths.mjs';

const titles = { chromium: 'Chromium', firefox: 'Firefox' };

const contentTypes = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** Where a browser finds what the measuring code imports by name. */
const imports = {
  'eventsource-parser': '/bench/node_modules/eventsource-parser/dist/index.js',
  'parse-sse': '/bench/node_modules/parse-sse/index.js',
  '@microsoft/fetch-event-source/lib/cjs/parse.js':
    '/bench/node_modules/@microsoft/fetch-event-source/lib/esm/parse.js',
};

const page = `<!doctype html><title>bench</title><script type="importmap">${JSON.stringify({ imports })}</script>`;

/** Pages with them have clocks of some microseconds; others have to do with a tenth of a millisecond, or a whole one. */
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * A browser of the tests, with a page of its own for each part.
 *
 * @param {'chromium' | 'firefox'} name
 * @returns {Promise<import('./runtimes.mjs').Runtime>}
 */
export async function openBrowser(name) {
  await installBrowsers();
  await buildTests();
  const { startBrowser } = await import('../../build/tests/browser/browser_process.js');
  const server = createServer((request, response) => void answer(request.url ?? '/', response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const running = await startBrowser(name).catch((error) => {
    server.close();
    throw error;
  });
  return {
    label: `${titles[name]} ${(await running.browser.version()).split('/')[1]}`,
    async measure(part, options) {
      const tab = await running.browser.newPage();
      try {
        await tab.goto(origin);
        return await tab.evaluate(measureInPage, part, options);
      } finally {
        await tab.close();
      }
    },
    async close() {
      await running.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Runs in the page. */
async function measureInPage(part, options) {
  if (!globalThis.crossOriginIsolated) throw new Error('the page is not isolated, and its clock coarse');
  const { measurePart } = await import('/bench/parsing/measure_part.mjs');
  return measurePart(part, options);
}

/**
 * @param {string} path
 * @param {import('node:http').ServerResponse} response
 */
async function answer(path, response) {
  if (path === '/') {
    response.writeHead(200, { ...isolation, 'content-type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  const contentType = contentTypes[extname(path)];
  const isOurs = /^\/(bench|dist)\//.test(path) && normalize(path) === path;
  const content = isOurs && contentType ? await readFile(join(inRepository(), path)).catch(() => undefined) : undefined;
  if (content === undefined) response.writeHead(404).end();
  else response.writeHead(200, { ...isolation, 'content-type': contentType }).end(content);
}
