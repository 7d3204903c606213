import { installMissing, program } from './apt_packages.mjs';

/** The browsers that the tests drive, headless. */
export async function installBrowsers() {
  await installMissing(
    'Browsers',
    [program(['chromium'], 'chromium'), program(['firefox-esr', 'firefox'], 'firefox-esr')],
    { expectation: 'about a minute' },
  );
}
