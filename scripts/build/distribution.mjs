import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from '../setup/command.mjs';
import { inRepository, repository } from '../setup/paths.mjs';
import { step } from '../setup/progress.mjs';
import { inlineText } from './inline_bytes.mjs';
import { whenChanged } from './stamp.mjs';
import { shortStrings, wasm } from './wasm.mjs';

const dist = inRepository('dist');

/**
 * dist/, the package as it is published: js/ compiled, the WebAssembly beside its TypeScript, and the bundles that Node opens.
 */
export async function buildDistribution() {
  await whenChanged({
    stamp: inRepository('build', 'dist.sha256'),
    inputs: [
      'js',
      'tsconfig.json',
      'tsconfig.base.json',
      'package.json',
      'package-lock.json',
      'scripts/build',
      relative(repository, wasm),
      relative(repository, shortStrings),
    ],
    outputs: [join(dist, 'index.js'), join(dist, 'bundled', 'index.js'), join(dist, 'wasm', 'inline_bytes.js')],
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
  copyFileSync(wasm, join(folder, 'event_stream_parser.wasm'));
  const bytes = readFileSync(wasm);
  const texts = {
    inline_bytes: ['inlineBytes', inlineText(bytes)],
    base64_bytes: ['base64Bytes', bytes.toString('base64')],
    short_strings_bytes: ['shortStringsBytes', inlineText(readFileSync(shortStrings))],
  };
  for (const [name, [constant, text]] of Object.entries(texts)) {
    writeFileSync(join(folder, `${name}.js`), `export const ${constant} = "${text}";\n`);
    // tsc compiles sources and leaves hand-written declarations where they are.
    copyFileSync(inRepository('js', 'wasm', `${name}.d.ts`), join(folder, `${name}.d.ts`));
  }

  // Not before: its esbuild may have been installed a moment ago.
  const { bundle } = await import('./bundles.mjs');
  await bundle(dist);
}
