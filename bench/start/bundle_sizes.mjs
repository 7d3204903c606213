import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const benchFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What a page loads, bundled and minified, in bytes after gzip -9: at once, and later or never.
 * @typedef {{ name: string, size?: number, lazy?: number, problem?: string }} BundleSize
 */

/** Of the main entry, what pages take alone. */
const names = ['EventSource', 'createEventSource', 'createClient', 'parseEventStream', 'EventStreamParser'];

/** What is loaded of peers. */
const peers = [
  { import: 'EventSource', from: 'eventsource' },
  { import: 'createEventSource', from: 'eventsource-client' },
  { import: 'fetchEventSource', from: '@microsoft/fetch-event-source' },
  { import: 'EventSource', from: 'extended-eventsource' },
  { import: 'createParser', from: 'eventsource-parser' },
  { import: 'EventSource', from: 'launchdarkly-eventsource' },
  { import: 'EventSource', from: 'undici' },
];

/**
 * @param {string} packageFolder
 * @returns {Promise<BundleSize[]>} of each entry of the package, and of names of the main one
 */
export async function ownBundles(packageFolder) {
  const { name: self, exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const main = join(packageFolder, exports['.'].default);
  const sizes = [];
  for (const name of names)
    sizes.push(await bundleSize(`{ ${name} } from ${self}`, `export { ${name} } from '${main}';`));
  for (const [entry, target] of Object.entries(exports)) {
    const name = entry.replace('.', self);
    const path = join(packageFolder, typeof target === 'string' ? target : target.default);
    if (path.endsWith('.js')) sizes.push(await bundleSize(name, `export * from '${path}';`));
    else if (path.endsWith('.wasm')) sizes.push({ name, size: gzip(readFileSync(path)), lazy: 0 });
  }
  return sizes;
}

/** @returns {Promise<BundleSize[]>} */
export async function peerBundles() {
  const sizes = [];
  for (const { import: name, from } of peers) {
    sizes.push(await bundleSize(`{ ${name} } from ${from}`, `export { ${name} } from '${from}';`));
  }
  return sizes;
}

/**
 * @param {string} name
 * @param {string} contents
 * @returns {Promise<BundleSize>}
 */
async function bundleSize(name, contents) {
  try {
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: benchFolder, sourcefile: 'entry.js' },
      bundle: true,
      minify: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      // What only Node can load is measured too, without Node's own modules.
      external: ['node:*', ...builtinModules],
      outdir: benchFolder,
      absWorkingDir: benchFolder,
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const files = new Map(outputFiles.map(({ path, contents: bytes }) => [path, gzip(bytes)]));
    const size = (path) => files.get(join(benchFolder, path)) ?? 0;
    const atOnce = loadedAtOnce(metafile);
    const lazy = Object.keys(metafile.outputs).filter((path) => !atOnce.has(path));
    return { name, size: sum([...atOnce].map(size)), lazy: sum(lazy.map(size)) };
  } catch (error) {
    return { name, problem: /** @type {Error} */ (error).message.split('\n')[1] ?? '' };
  }
}

/** @param {import('esbuild').Metafile} metafile */
function loadedAtOnce({ outputs }) {
  const paths = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === 'entry.js'));
  for (const path of paths) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) paths.add(imported);
    }
  }
  return paths;
}

/** @param {Uint8Array} bytes */
function gzip(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
