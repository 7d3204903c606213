import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { repository } from '../../../scripts/setup/paths.mjs';

/**
 * Bytes after gzip -9 of what a page loads at once that imports one name of the package, WebAssembly included. What is imported when it
 * is needed is in files of its own, as every bundler that splits has it.
 * @param {string} name
 */
export async function pageSize(name) {
  const entry = 'page.js';
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from 'eventsource-wasm';`, resolveDir: repository, sourcefile: entry },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    absWorkingDir: repository,
    outdir: repository,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outputs = Object.entries(metafile.outputs);
  const paths = new Set(outputs.filter(([, { entryPoint }]) => entryPoint === entry).map(([path]) => path));
  for (const path of paths) {
    for (const { path: imported, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') paths.add(imported);
    }
  }
  const loaded = outputFiles.filter(({ path }) => [...paths].some((relative) => path === `${repository}/${relative}`));
  return loaded.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
