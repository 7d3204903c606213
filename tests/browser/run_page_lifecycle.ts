// Real pages are hidden, frozen, put into the back/forward cache and cut off from the network:
// node build/tests/browser/run_page_lifecycle.js <chromium|firefox> [part of a case's name]
// Each case is a line; the last line is {"passed":n,"failed":n,"failures":[{"name","message"}]}.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from '../support/server.js';
import { type BrowserName, farAddress, startBrowser } from './browser_process.js';
import { NumberedStreams } from './numbered_streams.js';
import { casesFor, type LifecycleCase } from './page_lifecycle_cases.js';
import { Site } from './site.js';
import { Visit } from './visit.js';

const longestCase = 30_000;
const longestEnd = 5000;
const longestRun = 400_000;

const [name, only = ''] = process.argv.slice(2);

let passed = 0;
const failures: { readonly name: string; readonly message: string }[] = [];

function fail(failed: string, error: unknown): void {
  const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
  failures.push({ name: failed, message });
  console.log(`✗ ${failed}\n  ${message.replaceAll('\n', '\n  ')}`);
}

const pages: Readonly<Record<string, string>> = {
  '/lifecycle.html': '<script type="module" src="/resolved/tests/browser/lifecycle_page.js"></script>',
  '/elsewhere.html': '',
};

function sendPage(request: IncomingMessage, response: ServerResponse): boolean {
  const content = pages[request.url ?? ''];
  if (content === undefined) return false;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>page lifecycle</title>${content}`);
  return true;
}

async function main(browserName: BrowserName): Promise<void> {
  const streams = new NumberedStreams();
  const site = new Site(() => undefined);
  const server = await startServer({
    handle: (request, response) =>
      streams.handle(request, response) || sendPage(request, response) || site.handle(request, response),
    lifetime: longestRun,
  });
  const running = await startBrowser(browserName).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    for (const [caseName, run] of Object.entries(casesFor(browserName))) {
      if (!caseName.includes(only)) continue;
      await runCase(caseName, run, () =>
        // Under a name that is not this machine's own: a server on it needs no network.
        Visit.begin(running.browser, farAddress(server.origin), streams),
      );
    }
  } finally {
    await running.stop();
    await server.close();
  }
}

async function runCase(caseName: string, run: LifecycleCase, begin: () => Promise<Visit>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done after ${longestCase / 1000} seconds`));
    }, longestCase);
  });
  let visit: Visit | undefined;
  try {
    visit = await begin();
    await Promise.race([run(visit), tooLong]);
    passed++;
    console.log(`✓ ${caseName}`);
  } catch (error) {
    fail(caseName, error);
  } finally {
    clearTimeout(timer);
    // What a failed case leaves may not end; the browser will.
    await Promise.race([visit?.end().catch(() => undefined), delay(longestEnd, undefined, { ref: false })]);
  }
}

try {
  if (name !== 'chromium' && name !== 'firefox') throw new Error('name a browser: chromium or firefox');
  await main(name);
} catch (error) {
  fail(name ?? '(no browser)', error);
}
console.log(JSON.stringify({ passed, failed: failures.length, failures }));
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
