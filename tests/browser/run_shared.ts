// Runs tabs that share a connection in a browser: node build/tests/browser/run_shared.js <chromium|firefox>
// Each case is a line; the last line is {"passed":n,"failed":n,"failures":[{"name","message"}]}.
import { type BrowserName, startBrowser } from './browser_process.js';
import { sharedCases } from './shared_cases.js';
import { startSharedSite } from './shared_site.js';
import { Tabs } from './tabs.js';

const longestCase = 60_000;

const [name] = process.argv.slice(2);

let passed = 0;
const failures: { readonly name: string; readonly message: string }[] = [];

function fail(name: string, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  failures.push({ name, message });
  console.log(`✗ ${name}\n  ${message.replaceAll('\n', '\n  ')}`);
}

async function main(browserName: BrowserName): Promise<void> {
  const running = await startBrowser(browserName);
  try {
    for (const [title, { run, only }] of Object.entries(sharedCases)) {
      if (only !== undefined && only !== browserName) continue;
      const name = `shared tabs: ${title}`;
      const site = await startSharedSite();
      const tabs = new Tabs(running.browser, site);
      try {
        await Promise.race([run(tabs), tooLate()]);
        passed++;
        console.log(`✓ ${name}`);
      } catch (error) {
        fail(name, error);
      } finally {
        await tabs.closeAll();
        await site.close();
      }
    }
  } finally {
    await running.stop();
  }
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error(`not done after ${longestCase / 1000} seconds`));
    }, longestCase).unref();
  });
}

try {
  if (name !== 'chromium' && name !== 'firefox') throw new Error('name a browser: chromium or firefox');
  await main(name);
} catch (error) {
  fail(name ?? '(no browser)', error);
}
console.log(JSON.stringify({ passed, failed: failures.length, failures }));
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
