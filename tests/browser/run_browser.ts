// Runs the EventSource suite in a browser: node build/tests/browser/run_browser.js <chromium|firefox> [part of a case's name]
// Each case is a line; the last line is {"passed":n,"failed":n,"failures":[{"name","message"}]}.
import { startServer } from '../support/server.js';
import { type BrowserName, startBrowser } from './browser_process.js';
import type { CaseResult } from './case_result.js';
import { type Run, runs, Site } from './site.js';

const longestRun = 200_000;

const [name, only = ''] = process.argv.slice(2);

interface Failure {
  readonly name: string;
  readonly message: string;
}

let passed = 0;
const failures: Failure[] = [];
const finishers = new Map<string, () => void>();

function take(run: string, result: CaseResult): void {
  if ('done' in result) {
    finishers.get(run)?.();
    return;
  }
  const name = run === 'strict page' ? result.name.replace(/^page/, 'strict page') : result.name;
  if (result.message === undefined) {
    passed++;
    console.log(`✓ ${name}`);
  } else fail(name, result.message);
}

function fail(name: string, message: string): void {
  failures.push({ name, message });
  console.log(`✗ ${name}\n  ${message.replaceAll('\n', '\n  ')}`);
}

async function main(name: BrowserName): Promise<void> {
  const site = new Site(take);
  const server = await startServer({
    handle: (request, response) => site.handle(request, response),
    lifetime: runs.length * longestRun,
  });
  const running = await startBrowser(name).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  try {
    for (const run of runs) await runIn(running.browser, server.origin, run);
  } finally {
    await running.stop();
    await server.close();
  }
}

type Browser = Awaited<ReturnType<typeof startBrowser>>['browser'];

async function runIn(browser: Browser, origin: string, run: Run): Promise<void> {
  const page = await browser.newPage();
  let timer: NodeJS.Timeout | undefined;
  try {
    // Not failures by themselves: Firefox counts requests that CORS refuses among them.
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const done = new Promise<void>((resolve) => {
      finishers.set(run, resolve);
      timer = setTimeout(() => {
        fail(`${run}: (the run)`, [`not done after ${longestRun / 1000} seconds`, ...errors].join('\n'));
        resolve();
      }, longestRun);
    });
    await page.goto(`${origin}/run.html?${new URLSearchParams({ run, only }).toString()}`);
    await done;
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

try {
  if (name !== 'chromium' && name !== 'firefox') throw new Error('name a browser: chromium or firefox');
  await main(name);
} catch (error) {
  fail(name ?? '(no browser)', error instanceof Error ? error.message : String(error));
}
console.log(JSON.stringify({ passed, failed: failures.length, failures }));
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
