import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { inRepository } from '../setup/paths.mjs';

const folder = 'bundled';

/**
 * What several entries share, by the modules that ask for it. A module goes to the first bundle that needs it, and a bundle imports
 * those above it; splitting that is left to esbuild makes a chunk for every set of entries, twenty to open where three do. What is
 * imported when it is needed has a bundle of its own.
 */
const shared = {
  'parser.js': ['faces/create_parser.js', 'faces/event_source_parser_stream.js'],
  'client.js': ['index.js', 'faces/fetch_event_source.js'],
  'follow_redirects.js': ['connection/follow_redirects.js'],
  'shared_connection.js': ['shared/shared_connection.js'],
};

/** What has a twin for Node. @type {ReadonlyMap<string, string>} */
const twins = new Map([['wasm/inline_module.js', 'wasm/node_inline_module.js']]);

/** Stands before the path of a file of the package in an import, until it is known from where it is imported. */
const marker = 'file-of-the-package:';

/** @type {import('esbuild').BuildOptions & { write: false, metafile: true }} */
const common = {
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  // One character beyond Latin-1 in a file has Node keep all of it at two bytes a character.
  charset: 'ascii',
  external: ['node:*'],
  write: false,
  metafile: true,
  logLevel: 'warning',
};

/**
 * Makes what package.json offers under the condition `node`: the modules of the package in a few files, because Node takes longer to open
 * 150 than for all else that an import does. Bundlers get the modules: they leave out what is not used, file by file.
 * @param {string} dist the compiled modules
 */
export async function bundle(dist) {
  /** In which file of the package a module is. @type {Map<string, string>} */
  const places = new Map();
  for (const [name, roots] of Object.entries(shared)) {
    for (const root of roots) places.set(root, `${folder}/${name}`);
  }
  for (const [name, roots] of Object.entries(shared)) {
    const file = `${folder}/${name}`;
    const options = { ...common, outfile: join(dist, file), plugins: [importing(dist, places, file)] };
    const { metafile } = await build({ ...options, stdin: exportsOf(roots, dist) });
    const modules = modulesIn(metafile, dist);
    for (const module of modules) places.set(module, file);
    write(dist, await build({ ...options, stdin: exportsOf(modules, dist) }));
  }
  await bundleEntries(dist, places);
}

/**
 * @param {string} dist
 * @param {ReadonlyMap<string, string>} places
 */
async function bundleEntries(dist, places) {
  const entries = entriesForNode();
  const entryPoints = entries.filter((entry) => !places.has(entry)).map((entry) => join(dist, entry));
  const outdir = join(dist, folder);
  const plugins = [importing(dist, places)];
  write(dist, await build({ ...common, entryPoints, outbase: dist, outdir, splitting: true, plugins }));

  for (const entry of entries) {
    const place = places.get(entry);
    if (place === undefined) continue;
    const { metafile } = await build({ ...common, entryPoints: [join(dist, entry)] });
    const names = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
    const text = `export { ${names.join(', ')} } from "${marker}${place}";\n`;
    write(dist, { outputFiles: [{ path: join(outdir, entry), text }] });
  }
}

/** @typedef {{ exports: Record<string, string | { node?: string }>, bin: Record<string, string> }} Manifest */

/** The modules behind what package.json has for Node. */
function entriesForNode() {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'));
  const { exports, bin } = /** @type {Manifest} */ (manifest);
  const targets = Object.values(exports).map((target) => (typeof target === 'string' ? target : target.node));
  const prefix = `./dist/${folder}/`;
  return [...targets, ...Object.values(bin)].flatMap((path) =>
    path?.startsWith(prefix) === true ? [path.slice(prefix.length)] : [],
  );
}

/**
 * @param {readonly string[]} modules
 * @param {string} resolveDir
 */
function exportsOf(modules, resolveDir) {
  return { contents: modules.map((module) => `export * from './${module}';`).join('\n'), resolveDir };
}

/**
 * @param {import('esbuild').Metafile} metafile
 * @param {string} dist
 */
function modulesIn({ inputs }, dist) {
  const paths = Object.keys(inputs).filter((path) => path !== '<stdin>' && !path.includes(marker));
  return paths.map((path) => inPackage(dist, inRepository(path)));
}

/**
 * Leaves an import of what is in another file of the package an import, of that file. esbuild takes a path that is external to be
 * relative to one folder, and the files are in several, so they are marked here and written when it is known where.
 * @param {string} dist
 * @param {ReadonlyMap<string, string>} places
 * @param {string} [self] the file that is made
 * @returns {import('esbuild').Plugin}
 */
function importing(dist, places, self) {
  return {
    name: 'files of the package',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        const module = inPackage(dist, join(resolveDir, path));
        const twin = twins.get(module);
        if (twin !== undefined) return { path: join(dist, twin) };
        const place = places.get(module);
        if (kind === 'dynamic-import' && place === undefined) return { errors: [{ text: `${path} needs a bundle of its own` }] };
        if (kind === 'entry-point' || place === undefined || place === self) return undefined;
        return { path: marker + place, external: true, sideEffects: false };
      });
    },
  };
}

/**
 * @param {string} dist
 * @param {{ outputFiles: readonly { path: string, text: string }[] }} result
 */
function write(dist, { outputFiles }) {
  for (const { path, text } of outputFiles) {
    const from = inPackage(dist, dirname(path));
    mkdirSync(dirname(path), { recursive: true });
    const marked = new RegExp(`"${marker}(.+?)"`, 'g');
    writeFileSync(path, text.replaceAll(marked, (_, /** @type {string} */ file) => `"${specifier(from, file)}"`));
  }
}

/**
 * @param {string} dist
 * @param {string} path
 */
function inPackage(dist, path) {
  return relative(dist, path).split(sep).join('/');
}

/**
 * @param {string} from
 * @param {string} file
 */
function specifier(from, file) {
  const path = posix.relative(from, file);
  return path.startsWith('.') ? path : `./${path}`;
}
