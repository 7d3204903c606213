import { installBrowsers } from './browsers.mjs';
import { installBuildTools, installNativeTools } from './native_tools.mjs';
import { installEmscripten } from './emscripten.mjs';
import { installNodeRuntimes } from './node_runtimes.mjs';
import { installNpmPackages } from './npm_packages.mjs';
import { repository } from './paths.mjs';

/**
 * What the build needs.
 * @returns {Promise<import('./emscripten.mjs').Emscripten>}
 */
export async function setUpForBuild() {
  await installNpmPackages(repository, 'npm packages');
  const emscripten = await installEmscripten();
  if (emscripten.kind === 'host') await installBuildTools();
  return emscripten;
}

/** What developing needs: the build, the tests in all runtimes, the checks. */
export async function setUpEverything() {
  await setUpForBuild();
  await installNativeTools();
  await installBrowsers();
  await installNodeRuntimes();
}
