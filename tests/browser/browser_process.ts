import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';

const programs: Readonly<Record<BrowserName, { paths: readonly string[]; packageName: string }>> = {
  chromium: { paths: ['/usr/bin/chromium'], packageName: 'chromium' },
  firefox: { paths: ['/usr/bin/firefox-esr', '/usr/bin/firefox'], packageName: 'firefox-esr' },
};

/** A name that both browsers take for this machine's, although it is not one that every machine has for itself. */
const farHost = 'far.test';

/** The address of a server on this machine, as if it were another's. */
export function farAddress(origin: string): string {
  return `http://${farHost}:${new URL(origin).port}`;
}

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${farHost} 127.0.0.1`,
];

const firefoxPreferences = { 'network.dns.localDomains': farHost };

/** A headless browser with a profile of its own, of which `stop` leaves nothing. */
export interface RunningBrowser {
  readonly browser: Browser;
  stop(): Promise<void>;
}

export async function startBrowser(name: BrowserName): Promise<RunningBrowser> {
  const executablePath = findProgram(name);
  const home = await mkdtemp(join(tmpdir(), `eventsource-wasm-${name}-`));
  const removeHome = (): Promise<void> => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    const browser = await launch({
      browser: name === 'chromium' ? 'chrome' : 'firefox',
      executablePath,
      headless: true,
      userDataDir: join(home, 'profile'),
      args: name === 'chromium' ? chromiumArguments : [],
      extraPrefsFirefox: firefoxPreferences,
      // What a browser writes outside its profile goes the same way.
      env: { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_CONFIG_HOME: join(home, 'config') },
      timeout: 60_000,
    });
    return {
      browser,
      async stop() {
        const child = browser.process();
        await Promise.race([browser.close().catch(() => undefined), delay(10_000)]);
        if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await removeHome();
      },
    };
  } catch (error) {
    await removeHome();
    throw error;
  }
}

function findProgram(name: BrowserName): string {
  const { paths, packageName } = programs[name];
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new Error(`${name} is missing; install it with: apt-get install -y ${packageName}`);
  }
  return path;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
