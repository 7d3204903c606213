import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { step } from '../setup/progress.mjs';
import { whenChanged } from './stamp.mjs';
import { glue, wasm } from './wasm.mjs';

const dist = inRepository('dist');

/** dist/, the package as it is published: js/ compiled, and the WebAssembly beside its TypeScript. */
export async function buildDistribution() {
  await whenChanged({
    stamp: inRepository('build', 'dist.sha256'),
    inputs: ['js', 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json', ...[glue, wasm].map(fromRepository)],
    outputs: [join(dist, 'index.js'), join(dist, 'wasm', 'glue.mjs'), join(dist, 'wasm', 'inline_bytes.js')],
    work: () => step('dist', assemble),
  });
}

async function assemble() {
  // A module that was renamed must not live on in the package.
  rmSync(dist, { recursive: true, force: true });
  await run(process.execPath, [inRepository('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], {
    cwd: repository,
  });

  const folder = join(dist, 'wasm');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'glue.mjs'), await minify(readFileSync(glue, 'utf8')));
  copyFileSync(wasm, join(folder, 'event_stream_parser.wasm'));
  const base64 = readFileSync(wasm).toString('base64');
  writeFileSync(join(folder, 'inline_bytes.js'), `export const inlineBytes = "${base64}";\n`);
  copyDeclarations(folder);
}

/**
 * tsc compiles sources and leaves hand-written declarations where they are.
 * @param {string} folder
 */
function copyDeclarations(folder) {
  for (const name of ['glue.d.mts', 'inline_bytes.d.ts']) {
    const source = inRepository('js', 'wasm', name);
    if (existsSync(source)) copyFileSync(source, join(folder, name));
  }
}

/** @param {string} source */
async function minify(source) {
  // Imported here, for esbuild is not there before the set-up has run.
  const { transform } = await import('esbuild');
  const { code } = await transform(source, {
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    define: {
      // The glue is always given its module. Bundlers would look for the file that it names as a fallback, and fail.
      'import.meta.url': '""',
      // It is given the instance before it goes on. Newer versions of Emscripten (6.0 is one) wait for a promise of it, which would come too late.
      Promise: 'Synchronous',
    },
    banner: 'function Synchronous(run){let value;run(result=>{value=result});return value}',
  });
  return code;
}

/** @param {string} path */
function fromRepository(path) {
  return relative(repository, path);
}
